import type { Kysely } from 'kysely';
import type { JudgedCaller } from '../../schema/access/judged-caller.ts';
import { usableDespiteHold } from '../../schema/access/legal-hold.ts';
import { confinedTo } from '../../schema/access/own-division.ts';
import type { Clock } from '../kit/clock.ts';
import { batchLoader, listLoader } from '../kit/batch-loader.ts';
import { findCustomers, findLinkedCustomers, findSourceRecords } from './data-source.ts';
import { findKeptVersions, findLegalHolds, findOnHold } from './holds/legal-holds.ts';
import { sourceText, type SourceKey } from './model.ts';
import type { CustomerTables } from './tables.ts';

/**
 * One of each a request: however many customers it names, each table is read once. A customer of whom the caller's
 * division has no record is not there, and neither is one on hold for purposes that a hold forbids.
 */
export function createLoaders(
  database: Kysely<CustomerTables>,
  clock: Clock,
  caller: JudgedCaller,
) {
  const narrowing = {
    division: confinedTo(caller),
    notOnHold: usableDespiteHold.judgeCaller(caller) !== 'every-row',
  };
  return {
    /** By any id, merged ones too. */
    customer: batchLoader((ids: readonly string[]) =>
      findCustomers(database, ids, { ...narrowing, now: clock() }),
    ),
    /** The customer id of a division's record. */
    linkedCustomer: batchLoader(
      (places: readonly SourceKey[]) => findLinkedCustomers(database, places),
      sourceText,
    ),
    sourceRecords: listLoader((ids: readonly string[]) => findSourceRecords(database, ids)),
    onLegalHold: batchLoader(async (ids: readonly string[]) => {
      const held = await findOnHold(database, ids);
      return new Map(ids.map((id) => [id, held.has(id)]));
    }),
    legalHolds: listLoader((ids: readonly string[]) => findLegalHolds(database, ids)),
    keptVersions: listLoader((ids: readonly string[]) => findKeptVersions(database, ids)),
  };
}

export type CustomerLoaders = ReturnType<typeof createLoaders>;
