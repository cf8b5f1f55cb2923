import type { Transaction } from 'kysely';
import type { ChainTable, GovernanceTables } from '../tables.ts';

/**
 * Where the chain ends, locked until the transaction ends: whoever adds to the ledger or lets go of what is in
 * it does so one after another.
 */
export function lockChain(
  transaction: Transaction<GovernanceTables>,
): Promise<Pick<ChainTable, 'position' | 'hash'>> {
  return transaction
    .selectFrom('chain')
    .select(['position', 'hash'])
    .forUpdate()
    .executeTakeFirstOrThrow();
}
