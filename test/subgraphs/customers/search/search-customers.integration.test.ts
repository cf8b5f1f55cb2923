import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { readPage } from '../../../../subgraphs/kit/connection.ts';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { customerMigrations } from '../../../../subgraphs/customers/migrations.ts';
import {
  countMatches,
  prepareSearch,
  readSearchPage,
} from '../../../../subgraphs/customers/search/search-customers.ts';
import { initialOf } from '../../../../subgraphs/customers/search/search-tokens.ts';
import { SCHEMA, type CustomerTables } from '../../../../subgraphs/customers/tables.ts';
import { testDatabases } from '../../../support/test-databases.ts';

/** Customer n has a token for each prime that divides n; the list has an order of its own. */
const PEOPLE = Array.from({ length: 120 }, (_, index) => {
  const number = index + 1;
  const tokens = [2, 3, 5, 7, 11]
    .filter((divisor) => number % divisor === 0)
    .map((divisor) => `${'abcdefghijkl'[divisor] ?? ''}${number}`);
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    // Some stand at the same place, and are then in the order of their ids.
    sortKey: `k${String((number * 37) % 60).padStart(3, '0')}`,
    tokens: ['everybody', ...tokens],
  };
});

const LIST = [...PEOPLE].sort(
  (left, right) => left.sortKey.localeCompare(right.sortKey) || (left.id < right.id ? -1 : 1),
);

const TEXTS = ['e', 'c', 'e c', 'c d f', 'e l h', 'c d f h l', 'c1 d', 'everybody zzz'];

/** From everything by tokens to everything by walks of one token. */
const LIMITS = [
  { selective: 5000, walk: 5000 },
  { selective: 20, walk: 60 },
  { selective: 0, walk: 7 },
  { selective: 0, walk: 1 },
];

describe.each(testDatabases)('searching customers on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<CustomerTables>;

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations);
    await database.insertInto('customer').values(PEOPLE.map(customerRow)).execute();
    const tokens = PEOPLE.flatMap(({ id, sortKey, tokens }) =>
      tokens.map((token) => ({
        customer_id: id,
        token,
        initial: initialOf(token),
        sort_key: sortKey,
      })),
    );
    await database.insertInto('search_token').values(tokens).execute();
  });

  afterAll(() => pool.close());

  const matching = (words: readonly string[]) =>
    LIST.filter(({ tokens }) =>
      words.every((word) => tokens.some((token) => token.startsWith(word))),
    ).map(({ id }) => id);

  /** Page by page to the end, going on where each page says that it stopped. */
  async function readAll(
    words: readonly string[],
    limits: (typeof LIMITS)[number],
    direction: 'first' | 'last',
  ) {
    const search = await prepareSearch(database, words, { limits });
    const found: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 1_000; pages++) {
      const after = direction === 'first' ? 'after' : 'before';
      const encoded =
        cursor === null ? null : Buffer.from(JSON.stringify([cursor])).toString('base64url');
      const page = readPage({ [direction]: 3, [after]: encoded });
      const { ids, stoppedAt } = await readSearchPage(database, search, page);
      found.push(...ids.slice(0, 3));
      if (ids.length <= 3 && stoppedAt === null) return found;
      cursor = ids.length > 3 ? (ids[2] ?? null) : stoppedAt;
    }
    throw new Error('The pages have no end.');
  }

  describe.each(LIMITS)('up to $selective tokens, then by walks of $walk', (limits) => {
    test.each(TEXTS)('pages of %j hold each match once, in order', async (text) => {
      const words = text.split(' ');
      expect(await readAll(words, limits, 'first')).toEqual(matching(words));
      expect((await readAll(words, limits, 'last')).reverse()).toEqual(matching(words));
    });

    test.each(TEXTS)('the number of matches of %j is right or unknown', async (text) => {
      const words = text.split(' ');
      const count = await countMatches(await prepareSearch(database, words, { limits }));
      expect([matching(words).length, null]).toContain(count);
      if (limits.walk > 1000) expect(count).toBe(matching(words).length);
    });
  });

  test('a search of common words stops, and says where, though nobody matches', async () => {
    const search = await prepareSearch(database, ['e', 'zzz'], {
      limits: { selective: 0, walk: 50 },
    });
    // Nobody has the second word, so there is nothing to walk for.
    expect(await readSearchPage(database, search, readPage({ first: 3 }))).toEqual({
      ids: [],
      stoppedAt: null,
    });
    const rare = await prepareSearch(database, ['c', 'd', 'f', 'h'], {
      limits: { selective: 0, walk: 30 },
    });
    const { ids, stoppedAt } = await readSearchPage(database, rare, readPage({ first: 3 }));
    expect(ids).toEqual([]);
    expect(LIST.map(({ id }) => id)).toContain(stoppedAt);
    expect(await countMatches(rare)).toBeNull();
  });
});

function customerRow({ id, sortKey }: (typeof PEOPLE)[number]) {
  return {
    id,
    created: new Date('2026-01-01T00:00:00Z'),
    status: 'ACTIVE',
    value_tier: 'STANDARD',
    sort_key: sortKey,
    golden_values: '[]',
  } as never;
}
