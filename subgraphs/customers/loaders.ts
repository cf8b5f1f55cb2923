import type { Kysely } from 'kysely';
import type { Clock } from '../kit/clock.ts';
import { batchLoader, listLoader } from '../kit/batch-loader.ts';
import { findCustomers, findLinkedCustomers, findSourceRecords } from './data-source.ts';
import { sourceText, type SourceKey } from './model.ts';
import type { CustomerTables } from './tables.ts';

/**
 * One of each a request: however many customers it names, each table is read once. With a division, a customer of
 * whom it has no record is not there.
 */
export function createLoaders(
  database: Kysely<CustomerTables>,
  clock: Clock,
  division: string | null = null,
) {
  return {
    /** By any id, merged ones too. */
    customer: batchLoader((ids: readonly string[]) =>
      findCustomers(database, ids, { now: clock(), division }),
    ),
    /** The customer id of a division's record. */
    linkedCustomer: batchLoader(
      (places: readonly SourceKey[]) => findLinkedCustomers(database, places),
      sourceText,
    ),
    sourceRecords: listLoader((ids: readonly string[]) => findSourceRecords(database, ids)),
  };
}

export type CustomerLoaders = ReturnType<typeof createLoaders>;
