import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startRoomProcess, type RoomProcess } from '../../../cli/rooms/room-process.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import type { Settings } from '../../../subgraphs/kit/room.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithPostgres } from '../../support/needs-server.ts';
import { openServerDatabase } from '../../support/server-database.ts';
import { notesRoom } from '../../subgraphs/kit/fixture-room.ts';
import { makeTemporaryFiles, type TemporaryFiles } from '../import/temporary-files.ts';

const ROOMS = [notesRoom({ name: 'alpha' }), notesRoom({ name: 'omega' })];
const SECRET = 'a secret of tests that is long enough';

describe('the process of the rooms', () => {
  let files: TemporaryFiles;

  beforeEach(async () => {
    files = await makeTemporaryFiles();
  });

  afterEach(() => files.remove());

  test.each([
    ['neither', {}],
    ['a secret of 5', { ASSERTION_SECRET: 'short' }],
  ])('does not start when it could not know the gateway: %s', async (got, settings) => {
    const starting = startRoomProcess(
      ROOMS,
      { LOG_LEVEL: 'silent', DATA_DIR: files.directory, ...settings },
      () => 0,
    );
    await expect(starting).rejects.toThrow(`but got: ${got}.`);
  });
});

describeWithPostgres('the process of the rooms on PostgreSQL', (server) => {
  let database: DatabasePool;
  let settings: Settings;
  let running: RoomProcess | null;

  beforeEach(async () => {
    database = await openServerDatabase(server);
    settings = {
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.pool.options.connectionString,
      ASSERTION_SECRET: SECRET,
    };
    running = null;
  });

  afterEach(async () => {
    await running?.stop();
    await database.close();
  });

  const start = async () => {
    running = await startRoomProcess(ROOMS, settings, () => 0);
    return running;
  };

  const stop = async () => {
    await running?.stop();
    running = null;
  };

  const write = (localId: string) =>
    database.pool.query(
      `insert into alpha.outbox (id, type, occurred_at, payload)
       values (gen_random_uuid(), 'customer.recorded', now(), $1)`,
      [{ localId }],
    );

  const seenBy = async (room: 'alpha' | 'omega') => {
    const { rows } = await database.pool.query<{ local_id: string }>(
      `select local_id from ${room}.seen order by local_id`,
    );
    return rows.map((row) => row.local_id);
  };

  test('tells where each room answers', async () => {
    const { urls } = await start();
    expect(Object.keys(urls).sort()).toEqual(['alpha', 'omega']);
    for (const [room, url] of Object.entries(urls)) {
      const health = await fetch(url.replace('/graphql', '/health'));
      expect(await health.json()).toEqual({ status: 'ok', room });
    }
  });

  test('loses no event to a room that starts later or stops earlier', async () => {
    await start();
    const written: string[] = [];
    for (let round = 0; round < 3; round++) {
      for (const moment of ['running', 'stopping', 'stopped']) {
        const stopping = moment === 'stopping' ? stop() : null;
        written.push(`${round} ${moment}`);
        await write(`${round} ${moment}`);
        await stopping;
      }
      await start();
    }
    for (const room of ['alpha', 'omega'] as const) {
      await eventually(async () => expect(await seenBy(room)).toEqual(written.sort()));
    }
  });
});
