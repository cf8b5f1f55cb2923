import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import { lendingRoom } from '../../../subgraphs/lending/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import {
  API_KEY,
  call,
  eventually,
  loanRow,
  newDirectory,
  spawnServicing,
  type ServicingProcess,
} from './servicing.ts';

const CUSTOMER = {
  id: '1',
  sourceRecords: [{ division: 'lending', localId: 'B1' }],
};

for (const backend of testDatabases) {
  describe(`the loan-servicing system in trouble, on ${backend.name}`, () => {
    let directory: string;
    let system: ServicingProcess;
    let database: DatabasePool;
    let room: TestRoom;
    let told: string[];

    const startRoomOver = async (url: string, settings: object = {}) => {
      const bus = openInProcessEventBus();
      await bus.subscribe({
        name: 'test',
        types: ['customer.recorded'],
        handle(batch) {
          for (const { payload } of batch) told.push((payload as { localId: string }).localId);
          return Promise.resolve();
        },
      });
      room = await startTestRoom(lendingRoom, {
        database,
        events: bus,
        settings: {
          LOAN_SERVICING_URL: url,
          LOAN_SERVICING_API_KEY: API_KEY,
          LENDING_POLL_MS: '20',
          ...settings,
        },
      });
    };

    // One database for all: another store's changes are taken from the beginning all the same.
    beforeAll(async () => {
      database = await backend.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      told = [];
      directory = await newDirectory();
      system = await spawnServicing(directory);
      await startRoomOver(system.url);
      await record('B1');
      await tolds('B1');
      await call(system.url, 'POST /batch', { loans: [loanRow('L1', 'B1')] });
    });
    afterEach(async () => {
      await room.stop();
      await system.kill();
    });

    const record = (localId: string) =>
      call(system.url, 'POST /batch', { borrowers: [{ localId, version: '1' }] });
    const tolds = (...localIds: string[]) =>
      eventually(
        () => Promise.resolve([...told].sort()),
        (all) => localIds.every((localId) => all.includes(localId)),
      );
    const loans = () =>
      room.asEntities('Customer', [CUSTOMER], 'id loans { nodes { id payments { totalCount } } }');
    const unavailable = {
      message: expect.stringContaining('lending'),
      extensions: { code: 'DIVISION_SYSTEM_UNAVAILABLE' },
    };

    test('killed: its fields fail with one code; brought back: all is there without a restart', async () => {
      await tolds('B1');
      await system.kill();
      const down = await loans();
      expect(down.data._entities).toEqual([{ id: '1', loans: null }]);
      expect(down.errors).toEqual([expect.objectContaining(unavailable)]);
      system = await spawnServicing(directory, Number(new URL(system.url).port));
      expect(await loans()).toEqual({
        data: {
          _entities: [{ id: '1', loans: { nodes: [{ id: 'L1', payments: { totalCount: 0 } }] } }],
        },
      });
      await record('B2');
      expect(await tolds('B2')).toEqual(['B1', 'B2']);
    });

    test('late: the fields fail in the time allowed, the second call not waiting again', async () => {
      await room.stop();
      await startRoomOver(system.url, { LENDING_TIMEOUT_MS: '300' });
      await call(system.url, 'PUT /admin/faults', { delayMs: 20_000 });
      const { errors } = await room.ask('{ a: loan(id: "L1") { id } b: loans { nodes { id } } }');
      expect(errors).toEqual([
        expect.objectContaining(unavailable),
        expect.objectContaining(unavailable),
      ]);
    });

    test('failing now and then: a second try hides it', async () => {
      await call(system.url, 'PUT /admin/faults', { failRate: 0.2 });
      const answers = await Promise.all(Array.from({ length: 20 }, loans));
      expect(answers.filter(({ errors }) => errors === undefined).length).toBeGreaterThan(10);
      for (const { errors = [] } of answers) {
        for (const error of errors) expect(error).toMatchObject(unavailable);
      }
    });

    test('with a key of its own: nothing is read, and nothing of the key is told', async () => {
      await room.stop();
      await startRoomOver(system.url, { LOAN_SERVICING_API_KEY: 'not the key' });
      const { errors } = await loans();
      expect(errors).toEqual([expect.objectContaining(unavailable)]);
      expect(JSON.stringify(errors)).not.toContain('key');
    });

    test('the room stopped and started again tells each change once', async () => {
      await tolds('B1');
      for (const round of [1, 2, 3]) {
        const written = Promise.all([record(`R${round}a`), record(`R${round}b`)]);
        await room.stop();
        await written;
        await startRoomOver(system.url);
        await tolds(`R${round}a`, `R${round}b`);
      }
      expect(new Set(told).size).toBe(told.length);
    });

    test('emptied and begun anew: its changes are taken from the beginning', async () => {
      await tolds('B1');
      await record('B2');
      await tolds('B2');
      await system.kill();
      system = await spawnServicing(await newDirectory(), Number(new URL(system.url).port));
      await record('B3');
      expect(await tolds('B3')).toEqual(['B1', 'B2', 'B3']);
    });
  });
}
