import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { PreparedStatement } from '../../../subgraphs/kit/prepared-statement.ts';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { countRoundTrips } from '../../support/count-round-trips.ts';
import { testDatabases } from '../../support/test-databases.ts';

interface Tables {
  readonly note: { readonly text: string };
}

const ADD = new PreparedStatement('insert into prepared.note (text) values ($1)', 'writes');
const LIST = new PreparedStatement<{ text: string }>(
  'select text from prepared.note where text >= $1 order by text',
  'reads',
);
const LOCK = new PreparedStatement(
  "set local lock_timeout = '5s'; select pg_advisory_xact_lock(7)",
  'writes',
);

describe.each(testDatabases)('prepared statements on $name', ({ open }) => {
  let pool: DatabasePool;
  let database: Kysely<Tables>;

  beforeAll(async () => {
    pool = await open();
    database = await openRoomDatabase<Tables>(pool, 'prepared', []);
    await database.schema
      .createTable('note')
      .addColumn('text', 'text', (column) => column.notNull().unique())
      .execute();
  });
  beforeEach(() => database.deleteFrom('note').execute());
  afterAll(() => pool.close());

  const inTransaction = <Result>(act: (transaction: Transaction<Tables>) => Promise<Result>) =>
    database.transaction().execute(act);
  const texts = async () => {
    const rows = await database.selectFrom('note').select('text').orderBy('text').execute();
    return rows.map(({ text }) => text);
  };

  test('answer with their rows, each time with other parameters', async () => {
    const answers = await inTransaction(async (transaction) => {
      for (const text of ['a', 'b', 'c']) await ADD.execute(transaction, [text]);
      return [await LIST.execute(transaction, ['a']), await LIST.execute(transaction, ['c'])];
    });
    expect(answers).toEqual([[{ text: 'a' }, { text: 'b' }, { text: 'c' }], [{ text: 'c' }]]);
  });

  test('are prepared once a connection', async () => {
    const names = await inTransaction(async (transaction) => {
      await LIST.execute(transaction, ['a']);
      await LIST.execute(transaction, ['b']);
      const prepared = sql`select name from pg_prepared_statements where statement = ${LIST.text}`;
      return (await prepared.execute(transaction)).rows;
    });
    expect(names).toHaveLength(1);
  });

  test('that are sent with the next are done before it, and all wait once', async () => {
    let seen: readonly unknown[] = [];
    const trips = await countRoundTrips(() =>
      inTransaction(async (transaction) => {
        await LOCK.executeWithNext(transaction);
        await ADD.executeWithNext(transaction, ['a']);
        seen = await LIST.execute(transaction, ['a']);
        await ADD.executeWithNext(transaction, ['b']);
      }),
    );
    expect(seen).toEqual([{ text: 'a' }]);
    expect(await texts()).toEqual(['a', 'b']);
    // All up to the list; what is added last, and the end.
    expect(trips).toBe(2);
  });

  test('that write are sent only when the transaction has begun', async () => {
    const trips = await countRoundTrips(() =>
      inTransaction((transaction) => ADD.execute(transaction, ['a'])),
    );
    expect(trips).toBe(3);
  });

  test('that fail with the end leave nothing of the transaction, and the connection is as good as before', async () => {
    const failing = inTransaction(async (transaction) => {
      await ADD.execute(transaction, ['a']);
      await ADD.executeWithNext(transaction, ['a']);
    });
    await expect(failing).rejects.toThrow(/unique/);
    expect(await texts()).toEqual([]);
    await inTransaction((transaction) => ADD.execute(transaction, ['b']));
    expect(await texts()).toEqual(['b']);
  });

  test('that fail with the next are told there', async () => {
    const failing = inTransaction(async (transaction) => {
      await ADD.executeWithNext(transaction, [null]);
      await LIST.execute(transaction, ['a']);
    });
    await expect(failing).rejects.toThrow(/null value/);
  });

  test('are not sent when the transaction is given up before', async () => {
    let giving: Promise<unknown> = Promise.resolve();
    const trips = await countRoundTrips(async () => {
      giving = inTransaction(async (transaction) => {
        await ADD.executeWithNext(transaction, ['a']);
        throw new Error('given up');
      });
      await giving.catch(() => undefined);
    });
    await expect(giving).rejects.toThrow('given up');
    expect(trips).toBe(0);
    expect(await texts()).toEqual([]);
  });

  test('are refused in a transaction that has failed', async () => {
    const failing = inTransaction(async (transaction) => {
      await sql`select 1 / 0`.execute(transaction).catch(() => undefined);
      await ADD.execute(transaction, ['a']);
    });
    await expect(failing).rejects.toThrow(/aborted/);
    expect(await texts()).toEqual([]);
  });
});
