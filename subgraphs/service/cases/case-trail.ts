import type { CaseFacts } from '../model.ts';
import { nextStatus, transitionRefused, type CaseMove } from './case-machine.ts';

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
  switch (entry.verb) {
    case 'assign':
      return { agent: entry.agent };
    case 'reply':
      return entry.public && before.firstRepliedAt === null ? { firstRepliedAt: entry.at } : {};
    case 'resolve':
      return { resolvedAt: entry.at, resolution: entry.resolution };
    case 'reopen':
      return { resolvedAt: null, resolution: null, reopenCount: before.reopenCount + 1 };
    case 'close':
    case 'merge':
      return { closedAt: entry.at };
    default:
      return {};
  }
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
  };
}
