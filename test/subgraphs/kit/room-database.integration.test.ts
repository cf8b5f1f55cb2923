import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { openRoomDatabase, type Migration } from '../../../subgraphs/kit/room-database.ts';
import { testDatabases } from '../../support/test-databases.ts';

interface Tables {
  readonly note: { id: number; text: string };
}

describe.each(testDatabases)("a room's tables on $name", ({ name, open }) => {
  let database: DatabasePool;
  let rooms = 0;

  beforeAll(async () => {
    database = await open();
  });

  afterAll(() => database.close());

  /** A schema that no other test uses. */
  const newSchema = () => `room_${++rooms}`;

  const createTable = (step: string, table: string, log: string[] = []): Migration => ({
    name: step,
    async up(kysely) {
      log.push(step);
      await kysely.schema.createTable(table).addColumn('id', 'integer').execute();
    },
  });

  const failing: Migration = {
    name: '0002_broken',
    async up(kysely) {
      await kysely.schema.createTable('half').addColumn('id', 'integer').execute();
      await sql`select * from nothing_of_this_name`.execute(kysely);
    },
  };

  const tablesOf = async (schema: string) => {
    const kysely = await openRoomDatabase<{ tables: never }>(database, `${schema}_view`, []);
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = ${schema}`.execute(
      kysely,
    );
    return rows.map((row) => row.name).sort();
  };

  test('are made by steps that run once each, in the order of their names', async () => {
    const schema = newSchema();
    const log: string[] = [];
    const steps = [createTable('0002_b', 'b', log), createTable('0001_a', 'a', log)];
    await openRoomDatabase(database, schema, steps);
    await openRoomDatabase(database, schema, steps);
    expect(log).toEqual(['0001_a', '0002_b']);
    expect(await tablesOf(schema)).toEqual(
      expect.arrayContaining(['a', 'b', 'consumed_event', 'outbox']),
    );
  });

  test('grow by the steps that a later version adds', async () => {
    const schema = newSchema();
    const log: string[] = [];
    await openRoomDatabase(database, schema, [createTable('0001_a', 'a', log)]);
    await openRoomDatabase(database, schema, [
      createTable('0001_a', 'a', log),
      createTable('0002_b', 'b', log),
    ]);
    expect(log).toEqual(['0001_a', '0002_b']);
  });

  test('are as before when a step fails, and the error names the step', async () => {
    const schema = newSchema();
    await openRoomDatabase(database, schema, []);
    const before = await tablesOf(schema);
    const steps = [createTable('0001_a', 'a'), failing];
    const opening = openRoomDatabase(database, schema, steps);
    await expect(opening).rejects.toThrow(
      `Database schema ${schema}: migration 0002_broken failed: ` +
        'relation "nothing_of_this_name" does not exist',
    );
    await expect(opening).rejects.toMatchObject({ cause: { code: '42P01' } });
    expect(await tablesOf(schema)).toEqual(before);
    await openRoomDatabase(database, schema, [createTable('0001_a', 'a')]);
    expect(await tablesOf(schema)).toContain('a');
  });

  test('are not made by two steps of one name', async () => {
    const steps = [createTable('0001_a', 'a'), createTable('0001_a', 'b')];
    await expect(openRoomDatabase(database, 'twice', steps)).rejects.toThrow(
      'Database schema twice has two migrations named 0001_a.',
    );
  });

  test('are not made by steps that changed their past', async () => {
    const schema = newSchema();
    await openRoomDatabase(database, schema, [createTable('0002_b', 'b')]);
    const changed = [createTable('0001_a', 'a'), createTable('0002_b', 'b')];
    await expect(openRoomDatabase(database, schema, changed)).rejects.toThrow(
      `Database schema ${schema}: the migrations failed: corrupted migrations`,
    );
  });

  test('are their own: two rooms have tables of one name with different rows', async () => {
    const steps: readonly Migration[] = [
      {
        name: '0001_note',
        async up(kysely) {
          await kysely.schema
            .createTable('note')
            .addColumn('id', 'integer')
            .addColumn('text', 'text')
            .execute();
        },
      },
    ];
    const first = await openRoomDatabase<Tables>(database, newSchema(), steps);
    const second = await openRoomDatabase<Tables>(database, newSchema(), steps);
    await first.insertInto('note').values({ id: 1, text: 'first' }).execute();
    await second.insertInto('note').values({ id: 2, text: 'second' }).execute();
    const texts = async (room: Kysely<Tables>) =>
      (await room.selectFrom('note').selectAll().execute()).map((row) => row.text);
    expect(await texts(first)).toEqual(['first']);
    expect(await texts(second)).toEqual(['second']);
  });

  test(`are made once when ${name === 'PGlite' ? 'rooms' : 'replicas'} open at once`, async () => {
    const schema = newSchema();
    const log: string[] = [];
    const steps = [createTable('0001_a', 'a', log), createTable('0002_b', 'b', log)];
    const openings = Array.from({ length: 4 }, () => openRoomDatabase(database, schema, steps));
    await Promise.all(openings);
    expect(log).toEqual(['0001_a', '0002_b']);
  });
});
