import { isDone, nextStatus } from '../cases/case-machine.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { CaseStatus } from '../model.ts';

/** What clocks react to. One entry of a trail can be several of these. */
export const MOMENTS = [
  'OPENED',
  'ASSIGNED',
  /** A public reply; a private note is no moment. */
  'REPLIED',
  'CUSTOMER_WROTE',
  /** The customer wrote after the first public reply: it is that reply's turn no more. */
  'CUSTOMER_FOLLOWED_UP',
  'WAITING_FOR_CUSTOMER',
  'WAITING_FOR_OTHERS',
  /** It waits no more, because somebody said so or because the customer wrote. */
  'RESUMED',
  'RESOLVED',
  'REOPENED',
  /** Reopened, and nobody ever replied. */
  'REOPENED_UNANSWERED',
  /** Closed, or merged into another case. */
  'CLOSED',
] as const;

export type Moment = (typeof MOMENTS)[number];

/** As far as moments depend on what came before. */
export interface Standing {
  readonly status: CaseStatus | null;
  readonly replied: boolean;
}

export const UNOPENED: Standing = Object.freeze({ status: null, replied: false });

export function standingAfter(before: Standing, entry: TrailEntry): Standing {
  return {
    status: nextStatus(before.status, entry) ?? before.status,
    replied: before.replied || (entry.verb === 'reply' && entry.public),
  };
}

/** What an entry is to the clocks of a case that stood like this before it. */
export function momentsOf(before: Standing, entry: TrailEntry): readonly Moment[] {
  switch (entry.verb) {
    case 'reply':
      return entry.public ? ['REPLIED'] : [];
    case 'pause':
      return [entry.waitingFor === 'CUSTOMER' ? 'WAITING_FOR_CUSTOMER' : 'WAITING_FOR_OTHERS'];
    case 'hear':
      return [...heard(before), ...(isWaiting(before) ? (['RESUMED'] as const) : [])];
    case 'reopen':
      return reopened(before);
    case 'enter':
      return entered(before, entry.status);
    default:
      return PLAIN[entry.verb];
  }
}

function heard({ replied }: Standing): readonly Moment[] {
  return replied ? ['CUSTOMER_WROTE', 'CUSTOMER_FOLLOWED_UP'] : ['CUSTOMER_WROTE'];
}

function reopened({ replied }: Standing): readonly Moment[] {
  return replied ? ['REOPENED'] : ['REOPENED', 'REOPENED_UNANSWERED'];
}

/** What a state of another system's log is to clocks: as if a move of this machine had led there. */
function entered(before: Standing, status: CaseStatus): readonly Moment[] {
  if (before.status === null || before.status === status) return [];
  if (status === 'CLOSED') return ['CLOSED'];
  if (status === 'SOLVED') return ['RESOLVED'];
  const again = isDone(before.status) ? reopened(before) : [];
  if (status === 'PENDING_CUSTOMER') return [...again, 'WAITING_FOR_CUSTOMER'];
  if (status === 'ON_HOLD') return [...again, 'WAITING_FOR_OTHERS'];
  const waited = before.status === 'PENDING_CUSTOMER' || before.status === 'ON_HOLD';
  return waited ? ['RESUMED'] : again;
}

function isWaiting({ status }: Standing): boolean {
  return status === 'PENDING_CUSTOMER';
}

const PLAIN = Object.freeze({
  open: ['OPENED'],
  assign: ['ASSIGNED'],
  resume: ['RESUMED'],
  resolve: ['RESOLVED'],
  close: ['CLOSED'],
  merge: ['CLOSED'],
  // These change which clocks there are, not how one goes: see `runs.ts`.
  prioritise: [],
  absorb: [],
  // Whose case it is does not stop a clock.
  route: [],
  transfer: [],
  escalate: [],
  attest: [],
} as const satisfies Record<string, readonly Moment[]>);
