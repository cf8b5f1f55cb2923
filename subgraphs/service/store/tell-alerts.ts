import { sql, type Transaction } from 'kysely';
import { appendEvents } from '../../kit/outbox.ts';
import { tellAlert } from '../cases/case-events.ts';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { Case } from '../model.ts';
import { outlookOf, type SlaAlert } from '../sla/sla-alerts.ts';
import { slaRuns } from '../sla/sla-runs.ts';
import type { ServiceTables } from '../tables.ts';
import { caseReader } from './case-reader.ts';
import type { CaseStore } from './case-writer.ts';
import { caseOfRow } from './rows.ts';

/** So few that a case is not locked for long. */
const BATCH = 20;

/**
 * Looks at the cases whose time has come, tells what is to be told of their clocks and notes when to look
 * again; answers how many cases it looked at. Cases that another replica has in hand are left to it. The
 * alerts, their events and the next look are one transaction: who is killed before its end has done nothing,
 * and after it all.
 */
export function tellAlerts({ database, book }: CaseStore, now: Date): Promise<number> {
  return database.transaction().execute(async (transaction) => {
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
      const runs = slaRuns(one, trails.get(one.id) ?? [], book);
      const { alerts, next } = outlookOf(runs, lastKnown(trails.get(one.id) ?? [], now));
      await tell(transaction, one, alerts);
      await lookAgain(transaction, one.id, next);
    }
    return cases.length;
  });
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

async function lookAgain(
  transaction: Transaction<ServiceTables>,
  id: string,
  next: Date | null,
): Promise<void> {
  await transaction
    .updateTable('service_case')
    .set({ sla_look_at: next?.toISOString() ?? null })
    .where('id', '=', id)
    .execute();
}
