import { sql, type Transaction } from 'kysely';
import { appendEvents } from '../../kit/outbox.ts';
import { tellAlert } from '../cases/case-events.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case } from '../model.ts';
import { escalateByClock } from '../routing/escalate-by-clock.ts';
import type { RoutingStore } from '../routing/routing-store.ts';
import { nearestDue } from '../sla/nearest-due.ts';
import { outlookOf, type SlaAlert } from '../sla/sla-alerts.ts';
import { slaRuns } from '../sla/sla-runs.ts';
import type { ServiceTables } from '../tables.ts';
import { caseReader } from './case-reader.ts';
import { caseOfRow } from './rows.ts';

/** So few that a case is not locked for long. */
const BATCH = 20;

/**
 * Looks at the cases whose time has come, tells what is to be told of their clocks and notes when to look
 * again; answers how many cases it looked at. Cases that another replica has in hand are left to it. The
 * alerts, their events, the escalations that they lead to and the next look are one transaction: who is killed
 * before its end has done nothing, and after it all.
 */
export async function tellAlerts(store: RoutingStore, now: Date): Promise<number> {
  const { transaction, book } = store;
  const rows = await transaction
    .selectFrom('service_case')
    .selectAll()
    .where('sla_look_at', '<=', sql<Date>`${now.toISOString()}::timestamptz`)
    .orderBy('sla_look_at')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  if (rows.length === 0) return 0;
  const cases = rows.map(caseOfRow);
  const trails = await caseReader(transaction).trails(cases.map(({ id }) => id));
  for (const one of cases) {
    const trail = trails.get(one.id) ?? [];
    const [runs, known] = [slaRuns(one, trail, book), lastKnown(trail, now)];
    const { alerts, next } = outlookOf(runs, known);
    await tell(transaction, one, alerts);
    const rung = await escalateByClock(store, one, { trail, runs, alerts, now: known });
    await lookAgain(transaction, one.id, { next: earliest(next, rung), due: nearestDue(runs) });
  }
  return cases.length;
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** A clock does not go back behind what has happened, whichever replica's time that was told in. */
function lastKnown(trail: readonly TrailEntry[], now: Date): Date {
  return new Date(Math.max(now.getTime(), ...trail.map(({ at }) => at.getTime())));
}

/** Each alert once: its key is taken, or was taken before. */
async function tell(
  transaction: Transaction<ServiceTables>,
  about: Case,
  alerts: readonly SlaAlert[],
): Promise<void> {
  if (alerts.length === 0) return;
  const taken = await transaction
    .insertInto('sla_alert')
    .values(
      alerts.map(({ metric, sequence, kind, at }) => {
        return { case_id: about.id, metric, sequence, kind, at: at.toISOString() };
      }),
    )
    .onConflict((conflict) =>
      conflict.columns(['case_id', 'metric', 'sequence', 'kind']).doNothing(),
    )
    .returning(['metric', 'sequence', 'kind'])
    .execute();
  const isNew = (alert: SlaAlert) =>
    taken.some(
      ({ metric, sequence, kind }) =>
        metric === alert.metric && sequence === alert.sequence && kind === alert.kind,
    );
  await appendEvents(
    transaction,
    alerts.filter(isNew).map((alert) => tellAlert(about, alert)),
  );
}

interface Looks {
  readonly next: Date | null;
  /** As `queue_due_at`. */
  readonly due: Date | null;
}

async function lookAgain(
  transaction: Transaction<ServiceTables>,
  id: string,
  { next, due }: Looks,
): Promise<void> {
  await transaction
    .updateTable('service_case')
    .set({
      sla_look_at: next?.toISOString() ?? null,
      queue_due_at: due?.toISOString() ?? null,
    })
    .where('id', '=', id)
    .execute();
}
