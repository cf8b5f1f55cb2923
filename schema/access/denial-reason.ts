import type { JudgedCaller } from './judged-caller.ts';

/** Whoever holds it is told by which rule something is denied, and whom to ask about it. */
export const SEES_REASONS = 'access:reasons';

/** Who answers for a field. */
export interface FieldOwner {
  readonly division: string;
  /** The data steward. */
  readonly steward: string;
  /** Where the steward is reached; null where that is not known. */
  readonly contact: string | null;
}

/** Why something is denied. */
export interface DenialReason {
  /** What the caller does not meet, as `scope:a and (scope:b or policy:c)`. */
  readonly rule: string;
  /** Null for what says no owner. */
  readonly owner: FieldOwner | null;
}

/** Says why something is denied to the caller of one request. */
export type Explain<Denied> = (denied: Denied) => DenialReason;

/** Whether a caller may know why they are denied something. */
export function seesReasons(caller: Pick<JudgedCaller, 'scopes'> | null): boolean {
  return caller !== null && caller.scopes.includes(SEES_REASONS);
}
