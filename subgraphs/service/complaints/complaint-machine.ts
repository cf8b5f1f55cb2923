import { DomainError } from '../../kit/domain-error.ts';

/**
 * Where the handling of a complaint stands: the steps of ISO 10002 from receipt to closing, and WITHDRAWN for one that
 * the complainant took back.
 */
export type ComplaintState =
  | 'RECEIVED'
  | 'ACKNOWLEDGED'
  | 'ASSESSED'
  | 'INVESTIGATED'
  | 'RESPONDED'
  | 'DECISION_COMMUNICATED'
  | 'CLOSED'
  | 'WITHDRAWN';

export type ComplaintDecision = 'UPHELD' | 'PARTLY_UPHELD' | 'NOT_UPHELD';

/** The states that each one may be followed by. */
const FOLLOWING: Readonly<Record<ComplaintState, readonly ComplaintState[]>> = Object.freeze({
  RECEIVED: ['ACKNOWLEDGED', 'WITHDRAWN'],
  ACKNOWLEDGED: ['ASSESSED', 'WITHDRAWN'],
  // How much there is to investigate is for the assessment to say: there may be nothing.
  ASSESSED: ['INVESTIGATED', 'RESPONDED', 'WITHDRAWN'],
  INVESTIGATED: ['RESPONDED', 'WITHDRAWN'],
  RESPONDED: ['DECISION_COMMUNICATED', 'WITHDRAWN'],
  // A complainant who does not accept the decision may bring what makes it worth another look.
  DECISION_COMMUNICATED: ['CLOSED', 'INVESTIGATED', 'WITHDRAWN'],
  CLOSED: [],
  WITHDRAWN: [],
});

export interface ComplaintStep {
  readonly state: ComplaintState;
  readonly at: Date;
  /** Null for the receipt, which is the opening of the case. */
  readonly actor: string | null;
  readonly note: string | null;
  /** Of DECISION_COMMUNICATED, and of no other state. */
  readonly decision: ComplaintDecision | null;
}

export interface Complaint {
  readonly state: ComplaintState;
  readonly since: Date;
  /** The latest one that was communicated. */
  readonly decision: ComplaintDecision | null;
  /** From the receipt on. */
  readonly steps: readonly ComplaintStep[];
}

/** A complaint according to what was done after its receipt, in that order. */
export function complaintOf(receivedAt: Date, later: readonly ComplaintStep[]): Complaint {
  const receipt: ComplaintStep = {
    ...{ state: 'RECEIVED', at: receivedAt, actor: null, note: null, decision: null },
  };
  const steps = [receipt, ...later];
  const { state, at: since } = steps.at(-1) ?? receipt;
  const decision = steps.findLast((step) => step.decision !== null)?.decision ?? null;
  return Object.freeze({ state, since, decision, steps });
}

/** Throws COMPLAINT_STEP_REFUSED when the state cannot follow, BAD_USER_INPUT when the decision does not fit it. */
export function checkStep(
  caseNumber: string,
  { state }: Complaint,
  { state: to, decision }: Pick<ComplaintStep, 'state' | 'decision'>,
): void {
  const possible = FOLLOWING[state];
  if (!possible.includes(to)) {
    const expected = possible.length === 0 ? 'nothing' : possible.join(', ');
    const message = `Complaint ${caseNumber} is ${state}, which may be followed by ${expected}, but got: ${to}.`;
    throw new DomainError('COMPLAINT_STEP_REFUSED', message);
  }
  if ((to === 'DECISION_COMMUNICATED') === (decision !== null)) return;
  const message = `Argument "input.decision" must be given for DECISION_COMMUNICATED and for no other state, but is for ${to}: ${decision ?? 'null'}.`;
  throw new DomainError('BAD_USER_INPUT', message);
}
