import type { Insertable, Transaction } from 'kysely';
import type { ServiceTables } from '../tables.ts';

type RecordTable = 'interaction' | 'survey_answer' | 'referral';

/** Inserts the rows whose division and external id are not known yet, and gives back the ids of these. */
export async function insertUnknown<Table extends RecordTable>(
  transaction: Transaction<ServiceTables>,
  table: Table,
  rows: readonly Insertable<ServiceTables[Table]>[],
): Promise<ReadonlySet<string>> {
  // The three tables share the columns named here; Kysely cannot see that through a type parameter.
  const records = transaction as unknown as Transaction<Record<RecordTable, { id: string }>>;
  const inserted = await records
    .insertInto<RecordTable>(table)
    .values(rows as unknown as readonly { id: string }[])
    .onConflict((conflict) =>
      conflict
        .columns(['division', 'external_id'] as never)
        .where('external_id' as never, 'is not', null)
        .doNothing(),
    )
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
}
