import { sql, type Kysely, type Transaction } from 'kysely';
import { judgeLeftPairs } from '../linking/judge-pairs.ts';
import type { Linker } from '../linking/linker.ts';
import { sourceText, type PlacedRecord } from '../model.ts';
import { placesAsRows, writeRows } from '../recording/bulk-rows.ts';
import { lockJudging } from '../recording/lock-recording.ts';
import { rewriteLinkKeys } from '../recording/source-records.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import type { RematchJob } from './open-job.ts';
import { finishTask, takeTask, type RecordRange } from './take-task.ts';

export interface RematchOptions {
  readonly linker: Linker;
  readonly now: Date;
}

/** Takes a task and does it, in one transaction. False when there is none to take now. */
export function doTask(
  database: Kysely<CustomerTables>,
  job: RematchJob,
  options: RematchOptions,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await lockJudging(transaction);
    const range = await takeTask(transaction, job);
    if (range === null) return false;
    const records = await readRange(transaction, range);
    if (range.phase === 'keys') {
      await rewriteLinkKeys(transaction, records, (record) => options.linker.keysOf(record));
    } else {
      await judgeRange(transaction, job, { records, ...options });
    }
    await finishTask(transaction, job, range);
    return true;
  });
}

async function readRange(
  transaction: Transaction<CustomerTables>,
  { division, localId, endDivision, endLocalId }: RecordRange,
): Promise<readonly PlacedRecord[]> {
  const end =
    endDivision === null
      ? sql`true`
      : sql`(division, local_id) < (${endDivision} collate "C", ${endLocalId} collate "C")`;
  const { rows } = await sql<PlacedRecord>`
    select division, local_id as "localId", standardised as record
    from ${sql.id(SCHEMA, 'source_record')}
    where (division, local_id) >= (${division} collate "C", ${localId} collate "C") and ${end}
    order by division, local_id`.execute(transaction);
  return rows;
}

/** Whoever a changed pair concerns, or the company that a record is in, is linked when all is judged. */
async function judgeRange(
  transaction: Transaction<CustomerTables>,
  { id }: RematchJob,
  { records, linker, now }: RematchOptions & { readonly records: readonly PlacedRecord[] },
): Promise<void> {
  const changed = await judgeLeftPairs(transaction, records, { linker, now });
  const together = await placesWithCompany(transaction, records);
  const places = [...new Set([...changed, ...together])];
  const rows = places.map((place) => ({ job_id: id, place }));
  await writeRows(transaction, REMATCH_CONCERN, rows);
}

/** Those who are one customer with other records: they may be so by evidence that no longer holds. */
async function placesWithCompany(
  transaction: Transaction<CustomerTables>,
  records: readonly PlacedRecord[],
): Promise<readonly string[]> {
  const link = sql.id(SCHEMA, 'source_link');
  const { rows } = await sql<{ division: string; localId: string }>`
    select l.division, l.local_id as "localId" from ${placesAsRows(records)}
    join ${link} l using (division, local_id)
    where exists (
      select from ${link} other where other.customer_id = l.customer_id
        and (other.division, other.local_id) <> (l.division, l.local_id)
    )`.execute(transaction);
  return rows.map(sourceText);
}

const REMATCH_CONCERN = {
  name: 'rematch_concern',
  columns: { job_id: 'uuid', place: 'text' },
} as const;
