import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case } from '../model.ts';
import type { SlaAlert } from '../sla/sla-alerts.ts';
import type { SlaRun } from '../sla/sla-run.ts';
import { addEntry } from '../store/case-writer.ts';
import { climbLadder, ladderFor } from './climb-ladder.ts';
import { ROUTER, type RoutingStore } from './routing-store.ts';
import { readTeams } from './team-reader.ts';

interface Looked {
  readonly trail: readonly TrailEntry[];
  readonly runs: readonly SlaRun[];
  readonly alerts: readonly SlaAlert[];
  readonly now: Date;
}

/**
 * Climbs the rungs that a locked case's clocks have come to; answers when the next is due if no clock says so. The
 * ladder is that of the version in force when the case was opened. One that waits for its customer or for others
 * climbs when it goes on.
 */
export async function escalateByClock(
  store: RoutingStore,
  one: Case,
  { trail, runs, alerts, now }: Looked,
): Promise<Date | null> {
  const ladder = ladderFor(store.routing.inForce(one.openedAt), one);
  const isAtWork = one.status === 'NEW' || one.status === 'OPEN';
  if (ladder === null || one.team === null || !isAtWork || alerts.length === 0) return null;
  const { moves, next } = climbLadder(ladder, {
    team: one.team,
    trail,
    teams: await readTeams(store.transaction),
    alerts,
    calendarOf: (metric) =>
      runs.findLast((run) => run.metric === metric && run.terms !== null)?.terms?.calendar ?? null,
    now,
  });
  let escalated = one;
  for (const move of moves) {
    escalated = await addEntry(store.transaction, escalated, { ...move, actor: ROUTER, at: now });
  }
  return next;
}
