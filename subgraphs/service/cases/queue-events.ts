import type { NewEvent } from '../../kit/outbox.ts';
import type { CaseFacts, CaseIdentity, CaseStatus } from '../model.ts';
import type { RoutingEntry, TrailEntry } from './case-trail.ts';

interface Told {
  readonly caseId: string;
  readonly division: string;
  readonly localId: string | null;
  readonly status: CaseStatus;
}

/** Where a case went. Why is free text, and stays in the trail. */
export function tellRouting(told: Told, entry: RoutingEntry): NewEvent {
  const occurredAt = entry.at.toISOString();
  switch (entry.verb) {
    case 'route': {
      const { team, rule, version } = entry;
      return { type: 'case.routed', occurredAt, payload: { ...told, team, rule, version } };
    }
    case 'transfer': {
      const { team, from } = entry;
      return { type: 'case.transferred', occurredAt, payload: { ...told, team, from } };
    }
    case 'escalate': {
      const { kind, level, from, to, rung } = entry;
      const payload = { ...told, kind, level, from, to, byClock: rung !== null };
      return { type: 'case.escalated', occurredAt, payload };
    }
  }
}

interface Around {
  readonly before: CaseFacts | null;
  readonly after: CaseFacts;
}

/** What an entry is to queues: whoever looks at one of these is to look again. */
export function tellQueue(
  { id, division }: CaseIdentity,
  entry: TrailEntry,
  { before, after }: Around,
): readonly NewEvent[] {
  const [left, entered] = [before === null ? null : queueOf(before), queueOf(after)];
  const change = (team: string | null, kind: 'LEFT' | 'ENTERED' | 'MOVED'): readonly NewEvent[] => {
    if (team === null) return [];
    const payload = { team, division, caseId: id, change: kind };
    return [{ type: 'queue.changed', occurredAt: entry.at.toISOString(), payload }];
  };
  if (left !== entered) return [...change(left, 'LEFT'), ...change(entered, 'ENTERED')];
  return REORDERING.has(entry.verb) ? change(entered, 'MOVED') : [];
}

/** They change the priority, a due time or since when it waits. */
const REORDERING: ReadonlySet<TrailEntry['verb']> = new Set([
  'prioritise',
  'absorb',
  'reply',
  'hear',
  'route',
  'transfer',
  'escalate',
]);

/**
 * The team in whose queue a case stands; null for one that somebody has, and while it waits for its customer or
 * for others: there is nothing to take.
 */
export function queueOf({ status, team, queuedAt }: CaseFacts): string | null {
  const isToDo = status === 'NEW' || status === 'OPEN';
  return isToDo && queuedAt !== null ? team : null;
}
