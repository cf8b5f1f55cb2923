import type { NewEvent } from '../../kit/outbox.ts';
import type { CaseIdentity } from '../model.ts';
import { about, opening, tellEntries } from './case-events.ts';
import { replay, type TrailEntry } from './case-trail.ts';
import type { LoggedLife } from './logged-life.ts';

/**
 * What the world is told of a case that came with a log: its life as that of any other case, and each entry
 * with the state it tells of. The life itself names no states, so that none counts twice.
 */
export function tellLog(
  told: CaseIdentity,
  life: LoggedLife,
  slaMade: boolean | null,
): readonly NewEvent[] {
  const [opened, ...entries] = life.trail;
  const before = opened === undefined ? null : replay(told.number, [opened]);
  const occurredAt = life.openedAt.toISOString();
  const lastAt = entries.at(-1)?.at.toISOString() ?? occurredAt;
  return [
    { type: 'case.opened', occurredAt, payload: { ...about(told), ...opening(told) } },
    ...tellEntries(told, before, entries),
    ...tellAgents(told, entries),
    ...life.turns.map(({ kind, at }): NewEvent => {
      return { type: `case.${kind}`, occurredAt: at.toISOString(), payload: about(told) };
    }),
    ...(slaMade === null ? [] : [verdict(told, slaMade, lastAt)]),
  ];
}

/** Whoever has the case, each time it becomes somebody else. */
function tellAgents(told: CaseIdentity, entries: readonly TrailEntry[]): readonly NewEvent[] {
  let holder: string | null = null;
  return entries.flatMap((entry): readonly NewEvent[] => {
    if (entry.verb !== 'enter' || entry.agent === null || entry.agent === holder) return [];
    const { at, agent } = entry;
    holder = agent;
    const payload = { ...about(told), agent };
    return [{ type: 'case.assigned', occurredAt: at.toISOString(), payload }];
  });
}

function verdict(told: CaseIdentity, slaMade: boolean, occurredAt: string): NewEvent {
  return { type: 'case.sla-judged', occurredAt, payload: { ...about(told), slaMade } };
}
