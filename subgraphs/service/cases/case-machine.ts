import { DomainError } from '../../kit/domain-error.ts';
import type { CasePriority, CaseStatus, EscalationKind, PauseReason } from '../model.ts';

/** What can be done to a case. A public reply may stop the first-reply clock; a private note never does. */
export type CaseMove =
  | { readonly verb: 'open' }
  | { readonly verb: 'assign'; readonly agent: string }
  | { readonly verb: 'reply'; readonly public: boolean; readonly replyId: string | null }
  | { readonly verb: 'pause'; readonly waitingFor: PauseReason }
  | { readonly verb: 'resume' }
  | { readonly verb: 'resolve'; readonly resolution: string | null }
  | { readonly verb: 'reopen'; readonly reason: string | null }
  | { readonly verb: 'close' }
  | { readonly verb: 'hear'; readonly replyId: string | null }
  | {
      readonly verb: 'prioritise';
      readonly priority: CasePriority;
      readonly before: CasePriority;
    }
  /** Takes in a case that was merged into this one, with the time at which that one's wait began. */
  | { readonly verb: 'absorb'; readonly caseId: string; readonly openedAt: string }
  | { readonly verb: 'merge'; readonly into: string }
  | RouteMove
  /** By hand, to the queue of another team, or back to that of its own. */
  | {
      readonly verb: 'transfer';
      readonly team: string;
      readonly from: string | null;
      readonly reason: string;
    }
  | EscalateMove
  | LoggedMove
  | Attestation;

/** Enters a team's queue. */
interface RouteMove {
  readonly verb: 'route';
  readonly team: string;
  /** The row of the policies' table that chose the team; null for a case that came back to its own. */
  readonly rule: string | null;
  /** The version of the policies. */
  readonly version: number | null;
}

/** A functional one goes to the queue of a team that knows more; a hierarchical one to who decides more. */
export interface EscalateMove {
  readonly verb: 'escalate';
  readonly kind: EscalationKind;
  /** From 1: which of its kind it is in the life of the case. */
  readonly level: number;
  /** A team, or a subject. */
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  /** The rung that a clock came to; null when it was by hand. */
  readonly rung: Rung | null;
}

interface Rung {
  readonly ladder: string;
  /** From 1. */
  readonly number: number;
}

/** An entry of another system's log. Other systems have other machines, so it may lead from any state to any. */
export interface LoggedMove {
  readonly verb: 'enter';
  readonly status: CaseStatus;
  /** That system's own name for the state. */
  readonly sourceState: string | null;
  /** Who had the case from then on; null when the entry does not say. */
  readonly agent: string | null;
}

/**
 * What another system's record says of a whole life, which goes before what its log's entries come to. What is
 * left out it does not say; a time of null says that there was none.
 */
export interface Attestation {
  readonly verb: 'attest';
  readonly resolvedAt?: string | null;
  readonly closedAt?: string | null;
  readonly reopenCount?: number;
}

export type CaseVerb = CaseMove['verb'];

interface Rule {
  readonly participle: string;
  /** The states it is possible in. */
  readonly from: readonly CaseStatus[];
  /** The state it leads to, when that does not depend on the move or the state before. */
  readonly to?: CaseStatus;
}

const UNSOLVED = ['NEW', 'OPEN', 'PENDING_CUSTOMER', 'ON_HOLD'] as const;

const ANY = [...UNSOLVED, 'SOLVED', 'CLOSED'] as const;

/** The whole machine. CLOSED is the end: who comes back after it opens a new case. */
export const CASE_RULES: Readonly<Record<CaseVerb, Rule>> = Object.freeze({
  open: { participle: 'opened', from: [], to: 'NEW' },
  assign: { participle: 'assigned', from: UNSOLVED },
  reply: { participle: 'replied to', from: [...UNSOLVED, 'SOLVED'] },
  pause: { participle: 'paused', from: ['NEW', 'OPEN'] },
  resume: { participle: 'resumed', from: ['PENDING_CUSTOMER', 'ON_HOLD'], to: 'OPEN' },
  resolve: { participle: 'resolved', from: UNSOLVED, to: 'SOLVED' },
  reopen: { participle: 'reopened', from: ['SOLVED'], to: 'OPEN' },
  // Straight from an unsolved state it is withdrawn: a clock that still runs is cancelled.
  close: { participle: 'closed', from: [...UNSOLVED, 'SOLVED'], to: 'CLOSED' },
  // Who writes about a solved case wants it reopened, or a new one: that is the agent's to decide.
  hear: { participle: 'written to by its customer', from: UNSOLVED },
  prioritise: { participle: 'given another priority', from: UNSOLVED },
  absorb: { participle: 'merged with another', from: UNSOLVED },
  merge: { participle: 'merged into another', from: UNSOLVED, to: 'CLOSED' },
  route: { participle: 'routed', from: UNSOLVED },
  transfer: { participle: 'transferred', from: UNSOLVED },
  escalate: { participle: 'escalated', from: UNSOLVED },
  enter: { participle: 'moved by its log', from: ANY },
  attest: { participle: 'attested', from: ANY },
});

/** The state after a move, or null when the move is impossible. `status` is null before the case exists. */
export function nextStatus(status: CaseStatus | null, move: CaseMove): CaseStatus | null {
  if (status === null) return move.verb === 'open' ? 'NEW' : null;
  const rule = CASE_RULES[move.verb];
  if (!rule.from.includes(status)) return null;
  return rule.to ?? dependentStatus(status, move);
}

/** Whoever takes a new case or answers it has begun to work on it; anything else leaves the state alone. */
function dependentStatus(status: CaseStatus, move: CaseMove): CaseStatus {
  if (move.verb === 'enter') return move.status;
  if (move.verb === 'pause') return move.waitingFor === 'CUSTOMER' ? 'PENDING_CUSTOMER' : 'ON_HOLD';
  if (move.verb === 'hear') return status === 'PENDING_CUSTOMER' ? 'OPEN' : status;
  const begins = move.verb === 'assign' || (move.verb === 'reply' && move.public);
  return status === 'NEW' && begins ? 'OPEN' : status;
}

/** Whether nobody works on it any more. */
export function isDone(status: CaseStatus): boolean {
  return status === 'SOLVED' || status === 'CLOSED';
}

/** CASE_TRANSITION_REFUSED: the case, the states that the move is possible in, the state it is in. */
export function transitionRefused(
  caseName: string,
  status: CaseStatus | null,
  verb: CaseVerb,
): DomainError {
  const { participle, from } = CASE_RULES[verb];
  const expected = from.length === 0 ? 'only once' : `only from ${inWords(from)}`;
  const message = `Case ${caseName} can be ${participle} ${expected}, but is: ${status ?? 'not opened'}.`;
  return new DomainError('CASE_TRANSITION_REFUSED', message);
}

function inWords(states: readonly CaseStatus[]): string {
  if (states.length < 2) return states.join('');
  return `${states.slice(0, -1).join(', ')} or ${states.at(-1) ?? ''}`;
}
