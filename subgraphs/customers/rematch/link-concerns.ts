import { sql, type Kysely, type Transaction } from 'kysely';
import { eventWrites } from '../../kit/outbox.ts';
import { writeTogether } from '../../kit/write-together.ts';
import { findComponent } from '../linking/find-component.ts';
import { sourceText } from '../model.ts';
import { lockRecording } from '../recording/lock-recording.ts';
import { relink } from '../recording/relink.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import type { RematchOptions } from './do-task.ts';
import { endJob, type RematchJob } from './open-job.ts';

const CONCERNS_AT_ONCE = 500;

/**
 * Links some of those whom a job judged differently, and everybody connected with them: one transaction with
 * the events. Ends the job, and is false, when nobody is left.
 */
export function linkConcerns(
  database: Kysely<CustomerTables>,
  job: RematchJob,
  { linker, now }: RematchOptions,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await lockRecording(transaction);
    const places = await someConcerns(transaction, job);
    if (places.length === 0) {
      await endJob(transaction, job.id, now);
      return false;
    }
    const all = await everybodyWith(transaction, places);
    const { events, writes } = await relink(transaction, all, { linker, now, taken: [] });
    await writeTogether(transaction, [...writes, ...eventWrites(SCHEMA, events)]);
    await deleteConcerns(transaction, job, [...all]);
    return true;
  });
}

async function someConcerns(
  transaction: Transaction<CustomerTables>,
  { id }: RematchJob,
): Promise<readonly string[]> {
  const { rows } = await sql<{ place: string }>`
    select distinct place from ${sql.id(SCHEMA, 'rematch_concern')}
    where job_id = ${id} order by place limit ${CONCERNS_AT_ONCE}`.execute(transaction);
  return rows.map(({ place }) => place);
}

/** Customers of before hold together records that no pair connects now: they are followed until none is new. */
async function everybodyWith(
  transaction: Transaction<CustomerTables>,
  places: readonly string[],
): Promise<ReadonlySet<string>> {
  let all = new Set(places);
  for (;;) {
    const component = await findComponent(transaction, [...all]);
    const found = new Set([...all, ...component.places.map(sourceText)]);
    if (found.size === all.size) return found;
    all = found;
  }
}

async function deleteConcerns(
  transaction: Transaction<CustomerTables>,
  { id }: RematchJob,
  places: readonly string[],
): Promise<void> {
  await sql`
    delete from ${sql.id(SCHEMA, 'rematch_concern')}
    where job_id = ${id} and place = any(${places}::text[] collate "C")`.execute(transaction);
}
