import { sql } from 'kysely';
import type { Case } from '../model.ts';
import { nearestDue } from '../sla/nearest-due.ts';
import { slaRuns } from '../sla/sla-runs.ts';
import { caseReader } from '../store/case-reader.ts';
import { addEntry, type Act } from '../store/case-writer.ts';
import { asksVolume, chooseTeam } from './choose-team.ts';
import type { Volume } from './routing-model.ts';
import type { RoutingSet } from './routing-policy.ts';
import type { RoutingStore } from './routing-store.ts';
import { candidateTeams } from './team-reader.ts';

/** Puts a locked case into the queue of the team that the policies name; without such a team it stays as it is. */
export async function enterQueue(store: RoutingStore, one: Case, act: Act): Promise<Case> {
  const set = store.routing.inForce(act.at);
  const teams = await candidateTeams(store.transaction, one.division, one.localId);
  if (set === null || teams.length === 0) return one;
  const volume = asksVolume(set) ? await volumeOf(store, one, { set, at: act.at }) : 'LOW';
  const chosen = chooseTeam(set, { ...one, volume }, teams);
  if (chosen === null) return one;
  const routed = await addEntry(store.transaction, one, { verb: 'route', ...chosen, ...act });
  await keepDueTime(store, routed);
  return routed;
}

/** Notes by when something is due to a case in a queue, which the queue is ordered by. */
export async function keepDueTime({ transaction, book }: RoutingStore, one: Case): Promise<void> {
  const trail = (await caseReader(transaction).trails([one.id])).get(one.id) ?? [];
  const due = nearestDue(slaRuns(one, trail, book));
  await transaction
    .updateTable('service_case')
    .set({ queue_due_at: due?.toISOString() ?? null })
    .where('id', '=', one.id)
    .execute();
}

interface Asked {
  readonly set: RoutingSet;
  readonly at: Date;
}

/**
 * How often a customer, as the division knows them, asked of late: cases that were opened for them, this one too, and
 * what they said or wrote that belongs to none.
 */
async function volumeOf(
  { transaction }: RoutingStore,
  { division, localId }: Case,
  { set: { volume }, at }: Asked,
): Promise<Volume> {
  if (localId === null) return 'LOW';
  const since = new Date(at.getTime() - volume.days * DAY).toISOString();
  const ofCustomer = sql<boolean>`division = ${division} and local_id = ${localId}`;
  const contacts = transaction
    .selectFrom('interaction')
    .select('id')
    .where(ofCustomer)
    .where('at', '>', sql<Date>`${since}::timestamptz`)
    .where(sql<boolean>`direction = 'INBOUND' and outcome <> 'PHANTOM' and case_id is null`)
    .unionAll(
      transaction
        .selectFrom('service_case')
        .select('id')
        .where(ofCustomer)
        .where('opened_at', '>', sql<Date>`${since}::timestamptz`),
    )
    // So many are enough to know.
    .limit(volume.high);
  const { count } = await transaction
    .selectFrom(contacts.as('contact'))
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count) < volume.high ? 'LOW' : 'HIGH';
}

const DAY = 86_400_000;
