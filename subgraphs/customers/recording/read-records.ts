import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import { sourceText, type PlacedRecord, type SourceKey } from '../model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placeColumns } from './bulk-rows.ts';

/** Records by their places; those that are at hand are not read again, and of several the last counts. */
export async function readRecords(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
  atHand: readonly PlacedRecord[],
): Promise<readonly PlacedRecord[]> {
  const known = new Map(atHand.map((record) => [sourceText(record), record]));
  const missing = places.filter((place) => !known.has(sourceText(place)));
  if (missing.length > 0) {
    const rows = await READ.execute(transaction, placeColumns(missing));
    for (const row of rows) known.set(sourceText(row), row);
  }
  return places.flatMap((place) => known.get(sourceText(place)) ?? []);
}

const READ = new PreparedStatement<PlacedRecord>(
  `select r.division, r.local_id as "localId", r.standardised as record
   from unnest($1::text[], $2::text[]) as given(division, local_id)
   cross join lateral (select * from ${SCHEMA}.source_record r
     where r.division = given.division and r.local_id = given.local_id offset 0) r`,
  'reads',
);
