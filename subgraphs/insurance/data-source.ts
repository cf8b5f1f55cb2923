import type { Kysely } from 'kysely';
import type { Page } from '../kit/connection.ts';
import { boundOf, countLists, isUuid, readLists } from '../kit/keyset-lists.ts';
import type { KeysetList, ListRequest } from '../kit/keyset-lists.ts';
import { DIVISION } from './model.ts';
import type { ClaimRow, FileDropRow, InsuranceTables, PolicyFilter, PolicyRow } from './model.ts';

const POLICIES: KeysetList = {
  schema: DIVISION,
  table: 'policy',
  owner: { column: 'holder_local_id', type: 'text' },
  sort: { column: 'starts_on', type: 'date' },
  key: 'id',
};

const CLAIMS: KeysetList = {
  schema: DIVISION,
  table: 'claim',
  owner: { column: 'policy_id', type: 'uuid' },
  sort: { column: 'reported_on', type: 'date' },
  key: 'key',
};

/** Reads what the division's files brought. Everything takes many keys: a list of n costs one statement. */
export class InsuranceDataSource {
  readonly #database: Kysely<InsuranceTables>;

  constructor(database: Kysely<InsuranceTables>) {
    this.#database = database;
  }

  /** By the opaque id; an id that cannot be one of ours is not there. */
  async policies(ids: readonly string[]): Promise<ReadonlyMap<string, PolicyRow>> {
    const known = ids.filter(isUuid);
    if (known.length === 0) return new Map();
    const rows = await this.#database
      .selectFrom('policy')
      .selectAll()
      .where('id', 'in', known)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Up to `limit + 1` policies, last begun first. */
  async policyPage(page: Page, filter: PolicyFilter): Promise<readonly PolicyRow[]> {
    const bound = boundOf(page, 'date');
    const forward = page.direction === 'forward';
    const order = forward ? 'desc' : 'asc';
    return this.#filtered(filter)
      .selectAll()
      .where((where) =>
        where(
          where.refTuple('starts_on', 'id'),
          forward ? '<' : '>',
          where.tuple(bound.sort, bound.key),
        ),
      )
      .orderBy('starts_on', order)
      .orderBy('id', order)
      .limit(page.limit + 1)
      .execute();
  }

  async countPolicies(filter: PolicyFilter): Promise<number> {
    const row = await this.#filtered(filter)
      .select(({ fn }) => fn.countAll<string>().as('found'))
      .executeTakeFirstOrThrow();
    return Number(row.found);
  }

  policyLists(requests: readonly ListRequest[]): Promise<readonly (readonly PolicyRow[])[]> {
    return readLists<PolicyRow>(this.#lists(), POLICIES, requests);
  }

  countPolicyLists(holders: readonly (readonly string[])[]): Promise<readonly number[]> {
    return countLists(this.#lists(), POLICIES, holders);
  }

  claimLists(requests: readonly ListRequest[]): Promise<readonly (readonly ClaimRow[])[]> {
    return readLists<ClaimRow>(this.#lists(), CLAIMS, requests);
  }

  countClaimLists(policies: readonly (readonly string[])[]): Promise<readonly number[]> {
    return countLists(this.#lists(), CLAIMS, policies);
  }

  /** Up to `limit + 1` file drops, last received first. */
  async fileDropPage(page: Page): Promise<readonly FileDropRow[]> {
    const bound = boundOf(page, 'timestamptz');
    const forward = page.direction === 'forward';
    const order = forward ? 'desc' : 'asc';
    return this.#database
      .selectFrom('file_drop')
      .selectAll()
      .where((where) =>
        where(
          where.refTuple('received_at', 'id'),
          forward ? '<' : '>',
          // The bound is text that PostgreSQL reads as a time; `infinity` is no Date.
          where.tuple(bound.sort as unknown as Date, bound.key),
        ),
      )
      .orderBy('received_at', order)
      .orderBy('id', order)
      .limit(page.limit + 1)
      .execute();
  }

  async countFileDrops(): Promise<number> {
    const row = await this.#database
      .selectFrom('file_drop')
      .select(({ fn }) => fn.countAll<string>().as('found'))
      .executeTakeFirstOrThrow();
    return Number(row.found);
  }

  #filtered({ status }: PolicyFilter) {
    const query = this.#database.selectFrom('policy');
    return status ? query.where('status', '=', status) : query;
  }

  /** The list statements name their table themselves, so they need no table types. */
  #lists(): Kysely<never> {
    return this.#database as unknown as Kysely<never>;
  }
}
