import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { CaseFact } from '../tables.ts';
import { unknownCase } from './case-facts.ts';
import { unexpected, type FactKind } from './fact-kind.ts';

/** Cases that became part of another: `caseFacts` takes the same event for the case that took them in. */
export const mergedCaseFacts = Object.freeze({
  table: 'case_fact',
  key: ['case_id'],
  types: ['case.absorbed'],
  keyOf: (event: AnyDomainEvent) => [absorbed(event).payload.mergedId],
  fold(row: CaseFact | null, event: AnyDomainEvent) {
    const { caseId, mergedId, division } = absorbed(event).payload;
    return { ...(row ?? unknownCase(mergedId, division)), merged_into: caseId };
  },
} satisfies FactKind<'case_fact'>);

function absorbed(event: AnyDomainEvent): AnyDomainEvent & { type: 'case.absorbed' } {
  if (event.type === 'case.absorbed') return event;
  throw unexpected('case_fact', event);
}
