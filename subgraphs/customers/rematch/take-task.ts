import { sql, type Kysely, type Transaction } from 'kysely';
import { SCHEMA, type CustomerTables, type RematchPhase } from '../tables.ts';
import type { RematchJob } from './open-job.ts';

/** Records from `from` on, up to where the next range begins; the last one has no end. */
export interface RecordRange {
  readonly phase: RematchPhase;
  readonly number: number;
  readonly division: string;
  readonly localId: string;
  readonly endDivision: string | null;
  readonly endLocalId: string | null;
}

/**
 * Takes a task that nobody is at. The lock on its row ends with the transaction: done when it is committed,
 * free again for others when the worker dies. Null when there is none to take now.
 */
export async function takeTask(
  transaction: Transaction<CustomerTables>,
  { id }: RematchJob,
): Promise<RecordRange | null> {
  const task = sql.id(SCHEMA, 'rematch_task');
  const { rows } = await sql<RecordRange>`
    with taken as (
      select phase, number, division, local_id from ${task}
      where job_id = ${id} and not is_done and phase = (
        select phase from ${task} where job_id = ${id} and not is_done order by phase desc limit 1
      )
      order by number limit 1 for update skip locked
    )
    select taken.phase, taken.number, taken.division, taken.local_id as "localId",
      next.division as "endDivision", next.local_id as "endLocalId"
    from taken left join ${task} next
      on next.job_id = ${id} and next.phase = taken.phase and next.number = taken.number + 1`.execute(
    transaction,
  );
  return rows[0] ?? null;
}

export async function finishTask(
  transaction: Transaction<CustomerTables>,
  { id }: RematchJob,
  { phase, number }: RecordRange,
): Promise<void> {
  await transaction
    .updateTable('rematch_task')
    .set({ is_done: true })
    .where('job_id', '=', id)
    .where('phase', '=', phase)
    .where('number', '=', number)
    .execute();
}

export interface JobProgress {
  readonly tasks: number;
  readonly done: number;
  readonly isFinished: boolean;
}

export async function readProgress(
  database: Kysely<CustomerTables>,
  { id }: RematchJob,
): Promise<JobProgress> {
  const { rows } = await sql<JobProgress>`
    select count(t.number)::int as tasks, count(t.number) filter (where t.is_done)::int as done,
      bool_or(j.finished is not null) as "isFinished"
    from ${sql.id(SCHEMA, 'rematch_job')} j
    left join ${sql.id(SCHEMA, 'rematch_task')} t on t.job_id = j.id
    where j.id = ${id}`.execute(database);
  return rows[0] ?? { tasks: 0, done: 0, isFinished: true };
}
