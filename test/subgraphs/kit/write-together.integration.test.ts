import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openRoomDatabase } from '../../../subgraphs/kit/room-database.ts';
import { writeAtLast, writeTogether } from '../../../subgraphs/kit/write-together.ts';
import { testDatabases } from '../../support/test-databases.ts';

const add = (...values: readonly number[]) => ({
  text: 'insert into together.number (value) select unnest(array[$1::int, $2::int])',
  parameters: values,
});

describe.each(testDatabases)('writes together on $name', ({ open }) => {
  test('each have their own parameters, however many there are, and see nothing of each other', async () => {
    const pool = await open();
    const database = await openRoomDatabase<never>(pool, 'together', []);
    await sql`create table together.number (value int)`.execute(database);
    await database.transaction().execute(async (transaction) => {
      await writeTogether(transaction, []);
      await writeTogether(transaction, [add(1, 2), add(3, 4)]);
      const clear = { text: 'delete from together.number where value > $1', parameters: [2] };
      const more = [5, 7, 9, 11, 13].map((value) => add(value, value + 1));
      await writeAtLast(transaction, [clear, ...more]);
    });
    const { rows } = await sql<{
      value: number;
    }>`select value from together.number order by value`.execute(database);
    expect(rows.map(({ value }) => value)).toEqual([1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    await pool.close();
  });
});
