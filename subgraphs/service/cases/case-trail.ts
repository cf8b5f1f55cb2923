import type { CaseFacts } from '../model.ts';
import {
  isDone,
  nextStatus,
  transitionRefused,
  type Attestation,
  type CaseMove,
  type LoggedMove,
} from './case-machine.ts';

/** One thing that happened to a case. The trail is never rewritten: it only grows at its end. */
export type TrailEntry = CaseMove & {
  readonly at: Date;
  /** The subject who did it, never a name. */
  readonly actor: string;
};

/** What a case is after one more entry. Throws CASE_TRANSITION_REFUSED, and then nothing has changed. */
export function advance(caseName: string, facts: CaseFacts | null, entry: TrailEntry): CaseFacts {
  const status = nextStatus(facts?.status ?? null, entry);
  if (status === null) throw transitionRefused(caseName, facts?.status ?? null, entry.verb);
  const before = facts ?? unbegun(entry.at);
  return Object.freeze({ ...before, status, ...changedBy(before, entry) });
}

/** What a case is according to its whole trail; null when the trail is empty. */
export function replay(caseName: string, trail: readonly TrailEntry[]): CaseFacts | null {
  return trail.reduce<CaseFacts | null>((facts, entry) => advance(caseName, facts, entry), null);
}

function changedBy(before: CaseFacts, entry: TrailEntry): Partial<CaseFacts> {
  if (isRouting(entry)) return routedBy(entry);
  switch (entry.verb) {
    case 'assign':
      return { agent: entry.agent, queuedAt: null };
    case 'reply':
      return entry.public && before.firstRepliedAt === null ? { firstRepliedAt: entry.at } : {};
    case 'resolve':
      return { resolvedAt: entry.at, resolution: entry.resolution, queuedAt: null };
    case 'reopen':
      return { resolvedAt: null, resolution: null, reopenCount: before.reopenCount + 1 };
    case 'close':
    case 'merge':
      return { closedAt: entry.at, queuedAt: null };
    default:
      return saidBy(before, entry);
  }
}

/** Which of the entries say whose case it is to be. */
export function isRouting(entry: TrailEntry): entry is RoutingEntry {
  return entry.verb === 'route' || entry.verb === 'transfer' || entry.verb === 'escalate';
}

export type RoutingEntry = TrailEntry & { readonly verb: 'route' | 'transfer' | 'escalate' };

function routedBy(entry: RoutingEntry): Partial<CaseFacts> {
  if (entry.verb !== 'escalate') return queued(entry.team, entry.at);
  return entry.kind === 'FUNCTIONAL' ? queued(entry.to, entry.at) : { escalatedTo: entry.to };
}

/** Who enters a queue waits from then on, and has no agent. */
function queued(team: string, at: Date): Partial<CaseFacts> {
  return { team, agent: null, queuedAt: at };
}

/** What only the log of another system says. */
function saidBy(before: CaseFacts, entry: TrailEntry): Partial<CaseFacts> {
  if (entry.verb === 'attest') return attestedBy(entry);
  if (entry.verb !== 'enter') return {};
  return { agent: entry.agent ?? before.agent, ...enteredBy(before, entry, entry.at) };
}

function enteredBy(before: CaseFacts, { status }: LoggedMove, at: Date): Partial<CaseFacts> {
  if (status === before.status) return {};
  if (status === 'CLOSED') return { closedAt: at };
  if (status === 'SOLVED') return { resolvedAt: at, closedAt: null };
  if (!isDone(before.status)) return {};
  return {
    resolvedAt: null,
    closedAt: null,
    resolution: null,
    reopenCount: before.reopenCount + 1,
  };
}

function attestedBy({ resolvedAt, closedAt, reopenCount }: Attestation): Partial<CaseFacts> {
  return {
    ...(resolvedAt === undefined ? {} : { resolvedAt: instantOf(resolvedAt) }),
    ...(closedAt === undefined ? {} : { closedAt: instantOf(closedAt) }),
    ...(reopenCount === undefined ? {} : { reopenCount }),
  };
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function unbegun(openedAt: Date): CaseFacts {
  return {
    status: 'NEW',
    agent: null,
    openedAt,
    firstRepliedAt: null,
    resolvedAt: null,
    closedAt: null,
    resolution: null,
    reopenCount: 0,
    team: null,
    queuedAt: null,
    escalatedTo: null,
  };
}
