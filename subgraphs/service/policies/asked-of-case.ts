import { z } from 'zod';
import type { CasePriority, CaseType, ValueTier } from '../model.ts';

/** What a rule of a policy may ask of a case. What it leaves out it does not ask for. */
export const ASKED_OF_CASE = {
  division: z.string().optional(),
  caseType: z.enum(['QUESTION', 'INCIDENT', 'COMPLAINT', 'REQUEST', 'REFERRAL']).optional(),
  priority: z.enum(['LOW', 'NORMAL', 'HIGH', 'URGENT']).optional(),
  valueTier: z.enum(['STANDARD', 'PREFERRED', 'KEY']).optional(),
};

type Asked = {
  readonly [Field in keyof typeof ASKED_OF_CASE]: z.infer<(typeof ASKED_OF_CASE)[Field]>;
};

/** What of a case decides which rule it falls under. */
export interface PolicySubject {
  readonly division: string;
  readonly type: CaseType;
  readonly priority: CasePriority;
  readonly valueTier: ValueTier | null;
}

export function meets(subject: PolicySubject, asked: Partial<Asked>): boolean {
  return (
    (asked.division ?? subject.division) === subject.division &&
    (asked.caseType ?? subject.type) === subject.type &&
    (asked.priority ?? subject.priority) === subject.priority &&
    (asked.valueTier ?? subject.valueTier) === subject.valueTier
  );
}
