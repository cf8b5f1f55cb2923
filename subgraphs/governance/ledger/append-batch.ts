import { sql, type Kysely } from 'kysely';
import type { LedgerBatch, LedgerEntry } from '../../../schema/ledger-batch.ts';
import { SCHEMA, type GovernanceTables } from '../tables.ts';
import { entryDigest } from './chain.ts';
import { extendChain, type Addition } from './extend-chain.ts';
import type { CustomerKeys } from './customer-keys.ts';
import {
  keepCustomers,
  keepOperations,
  keepReaders,
  keepReadings,
  type Kept,
} from './dictionaries.ts';

type Database = Kysely<GovernanceTables>;

/**
 * Adds a batch of entries to the ledger, in its order, all of them or none. A batch that was added before is
 * not added again, so a gateway that did not hear of it sends it once more. Returns how many were added.
 */
export function appendBatch(
  database: Database,
  batch: LedgerBatch,
  keys: CustomerKeys,
): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const isNew = await extendChain(transaction, async () => {
      const { rows } = await sql`
        insert into ${sql.id(SCHEMA, 'batch')} values (${batch.id}) on conflict do nothing returning id
      `.execute(transaction);
      return rows.length === 0 ? [] : additionsOf(transaction, batch, keys);
    });
    return isNew ? batch.entries.length : 0;
  });
}

async function additionsOf(
  database: Database,
  batch: LedgerBatch,
  keys: CustomerKeys,
): Promise<readonly Addition[]> {
  const readers = await keepReaders(database, batch.readers);
  const operations = await keepOperations(database, batch.operations);
  const readings = await keepReadings(database, batch.readings);
  const ids = new Set(batch.entries.flatMap(({ customers }) => customers));
  const customers = await keepCustomers(database, ids, keys);
  await countUses(database, batch.entries, { readers, operations, readings });
  return batch.entries.map((entry) => {
    const reader = at(readers, entry.reader);
    const operation = at(operations, entry.operation);
    const reading = at(readings, entry.reading);
    const kept = [...new Set(entry.customers)].flatMap((id) => customers.get(id) ?? []);
    const digest = entryDigest({
      requestId: entry.requestId,
      ...{ reader: reader.digest, operation: operation.digest, reading: reading.digest },
      customers: kept.map((one) => one.digest),
    });
    return {
      ...{ at: entry.at, level: batch.readings[entry.reading]?.level ?? 'PUBLIC', digest },
      ...{ reader: reader.id, operation: operation.id, reading: reading.id, note: null },
      requestId: entry.requestId,
      customers: kept.map(({ id }) => id),
    };
  });
}

interface KeptParts {
  readonly readers: readonly Kept[];
  readonly operations: readonly Kept[];
  readonly readings: readonly Kept[];
}

/** One upsert for all entries of one day, reader, operation and reading. */
async function countUses(
  database: Database,
  entries: readonly LedgerEntry[],
  kept: KeptParts,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const day = new Date(entry.at).toISOString().slice(0, 10);
    const ids = [
      at(kept.readers, entry.reader).id,
      at(kept.operations, entry.operation).id,
      at(kept.readings, entry.reading).id,
    ];
    const key = JSON.stringify([day, ...ids]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = Array.from(counts, ([key, count]) => {
    const [day, reader, operation, reading] = JSON.parse(key) as [string, number, number, number];
    return { day, reader, operation, reading, entries: count };
  });
  await sql`
    insert into ${sql.id(SCHEMA, 'use')} as known (day, reader, operation, reading, entries)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as counted(day date, reader int, operation int, reading int, entries int)
    on conflict (day, reader, operation, reading)
    do update set entries = known.entries + excluded.entries`.execute(database);
}

function at(kept: readonly Kept[], index: number): Kept {
  const one = kept[index];
  if (one === undefined) throw new Error('A batch was checked before it came here.');
  return one;
}
