import { batchLoader, listLoader } from '../kit/batch-loader.ts';
import { countLoader, pageLoader } from '../kit/page-loaders.ts';
import type { BankingDataSource } from './data-source.ts';
import type { AccountRow, TransactionRow } from './model.ts';

export type BankingLoaders = ReturnType<typeof createLoaders>;

/** A request's loaders: what many resolvers ask for in one turn becomes one statement. */
export function createLoaders(data: BankingDataSource) {
  return Object.freeze({
    account: batchLoader((ids: readonly string[]) => data.accounts(ids)),
    knownCustomer: batchLoader((localIds: readonly string[]) => data.knownCustomers(localIds)),
    cards: listLoader((accountIds: readonly string[]) => data.cardsOf(accountIds)),
    accounts: pageLoader<AccountRow>((requests) => data.accountLists(requests)),
    accountCount: countLoader((holders) => data.countAccountLists(holders)),
    transactions: pageLoader<TransactionRow>((requests) => data.transactionLists(requests)),
    transactionCount: countLoader((accounts) => data.countTransactionLists(accounts)),
  });
}
