import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { lockRecording } from '../recording/lock-recording.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** Enough to make statements cheap, few enough that a lost task is soon made good. */
const RECORDS_A_TASK = 500;

export interface JobPlan {
  readonly modelVersion: string;
  readonly now: Date;
  /** Defaults to 500. */
  readonly recordsATask?: number;
}

export interface RematchJob {
  readonly id: string;
  readonly modelVersion: string;
}

/**
 * The job that brings everybody to a version of the model: the one under way, whoever began it, else a new
 * one. One for another version ends here; what it left to link is linked by this one.
 */
export function openJob(
  database: Kysely<CustomerTables>,
  { modelVersion, now, recordsATask = RECORDS_A_TASK }: JobPlan,
): Promise<RematchJob> {
  return database.transaction().execute(async (transaction) => {
    await lockRecording(transaction);
    const open = await findOpenJob(transaction);
    if (open?.modelVersion === modelVersion) return open;
    const id = uuidv7();
    if (open !== null) await takeOver(transaction, open.id, { id, now });
    await transaction
      .insertInto('rematch_job')
      .values({ id, model_version: modelVersion, created: now, finished: null })
      .execute();
    await planTasks(transaction, id, recordsATask);
    return { id, modelVersion };
  });
}

/** The job under way; null when there is none. */
export async function findOpenJob(database: Kysely<CustomerTables>): Promise<RematchJob | null> {
  const open = await database
    .selectFrom('rematch_job')
    .select(['id', 'model_version as modelVersion'])
    .where('finished', 'is', null)
    .executeTakeFirst();
  return open ?? null;
}

async function takeOver(
  transaction: Transaction<CustomerTables>,
  formerId: string,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<void> {
  await transaction
    .updateTable('rematch_concern')
    .set({ job_id: id })
    .where('job_id', '=', formerId)
    .execute();
  await endJob(transaction, formerId, now);
}

/** Nothing is left to do for it. */
export async function endJob(
  transaction: Transaction<CustomerTables>,
  id: string,
  now: Date,
): Promise<void> {
  await transaction.deleteFrom('rematch_task').where('job_id', '=', id).execute();
  await transaction
    .updateTable('rematch_job')
    .set({ finished: now })
    .where('id', '=', id)
    .execute();
}

/** Records that come later are judged by the version as they come, so they need no task. */
async function planTasks(
  transaction: Transaction<CustomerTables>,
  id: string,
  recordsATask: number,
): Promise<void> {
  await sql`
    insert into ${sql.id(SCHEMA, 'rematch_task')} (job_id, phase, number, division, local_id, is_done)
    select ${id}::uuid, phase, place / ${recordsATask}::int, division, local_id, false
    from (
      select division, local_id, row_number() over (order by division, local_id) - 1 as place
      from ${sql.id(SCHEMA, 'source_record')}
    ) records cross join (values ('keys'), ('judge')) as phases(phase)
    where place % ${recordsATask}::int = 0`.execute(transaction);
}
