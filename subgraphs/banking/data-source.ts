import type { Kysely } from 'kysely';
import type { Clock } from '../kit/clock.ts';
import type { Page } from '../kit/connection.ts';
import { boundOf, countLists, isUuid, readLists } from '../kit/keyset-lists.ts';
import type { KeysetList, ListRequest } from '../kit/keyset-lists.ts';
import { DIVISION } from './model.ts';
import type { AccountFilter, AccountRow, BankingTables, CardRow, TransactionRow } from './model.ts';

const ACCOUNTS: KeysetList = {
  schema: DIVISION,
  table: 'account',
  owner: { column: 'holder_local_id', type: 'text' },
  sort: { column: 'opened_on', type: 'date' },
  key: 'id',
};

const TRANSACTIONS: KeysetList = {
  schema: DIVISION,
  table: 'transaction',
  owner: { column: 'account_id', type: 'uuid' },
  sort: { column: 'booked_at', type: 'timestamptz' },
  key: 'id',
};

/** Reads the bank's tables. Everything takes many keys, so that a list of n costs one statement. */
export class BankingDataSource {
  readonly #database: Kysely<BankingTables>;
  readonly #clock: Clock;

  constructor(database: Kysely<BankingTables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** By the opaque id; an id that cannot be one of ours is not there. */
  async accounts(ids: readonly string[]): Promise<ReadonlyMap<string, AccountRow>> {
    const known = ids.filter(isUuid);
    if (known.length === 0) return new Map();
    const rows = await this.#database
      .selectFrom('account')
      .selectAll()
      .where('id', 'in', known)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Up to `limit + 1` accounts, last opened first. */
  async accountPage(page: Page, filter: AccountFilter): Promise<readonly AccountRow[]> {
    const bound = boundOf(page, 'date');
    const forward = page.direction === 'forward';
    const order = forward ? 'desc' : 'asc';
    return filtered(this.#database, filter)
      .selectAll()
      .where((where) =>
        where(
          where.refTuple('opened_on', 'id'),
          forward ? '<' : '>',
          where.tuple(bound.sort, bound.key),
        ),
      )
      .orderBy('opened_on', order)
      .orderBy('id', order)
      .limit(page.limit + 1)
      .execute();
  }

  async countAccounts(filter: AccountFilter): Promise<number> {
    const row = await filtered(this.#database, filter)
      .select(({ fn }) => fn.countAll<string>().as('found'))
      .executeTakeFirstOrThrow();
    return Number(row.found);
  }

  accountLists(requests: readonly ListRequest[]): Promise<readonly (readonly AccountRow[])[]> {
    return readLists<AccountRow>(this.#lists(), ACCOUNTS, requests);
  }

  countAccountLists(holders: readonly (readonly string[])[]): Promise<readonly number[]> {
    return countLists(this.#lists(), ACCOUNTS, holders);
  }

  transactionLists(
    requests: readonly ListRequest[],
  ): Promise<readonly (readonly TransactionRow[])[]> {
    return readLists<TransactionRow>(this.#lists(), TRANSACTIONS, requests);
  }

  countTransactionLists(accounts: readonly (readonly string[])[]): Promise<readonly number[]> {
    return countLists(this.#lists(), TRANSACTIONS, accounts);
  }

  /** Of these customer numbers, the ones that the bank has a customer for. */
  async knownCustomers(localIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database
      .selectFrom('bank_customer')
      .select('local_id')
      .where('local_id', 'in', localIds)
      .execute();
    return new Map(rows.map((row) => [row.local_id, row.local_id]));
  }

  /** An account's cards in the order of the bank's own card numbers. */
  async cardsOf(accountIds: readonly string[]): Promise<ReadonlyMap<string, readonly CardRow[]>> {
    const rows = await this.#database
      .selectFrom('card')
      .selectAll()
      .where('account_id', 'in', accountIds)
      .orderBy('number')
      .execute();
    const found = new Map<string, CardRow[]>();
    for (const row of rows) {
      const cards = found.get(row.account_id) ?? [];
      cards.push(row);
      found.set(row.account_id, cards);
    }
    return found;
  }

  now(): Date {
    return this.#clock();
  }

  /** The list statements name their table themselves, so they need no table types. */
  #lists(): Kysely<never> {
    return this.#database as unknown as Kysely<never>;
  }
}

function filtered(database: Kysely<BankingTables>, filter: AccountFilter) {
  const { kind, status } = filter;
  let query = database.selectFrom('account');
  if (kind) query = query.where('kind', '=', kind);
  if (status) query = query.where('status', '=', status);
  return query;
}
