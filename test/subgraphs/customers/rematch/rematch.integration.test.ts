import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import type { Linker } from '../../../../subgraphs/customers/linking/linker.ts';
import { defaultModel } from '../../../../subgraphs/customers/matching/room/default-model.ts';
import { createLinker } from '../../../../subgraphs/customers/matching/room/probabilistic-linker.ts';
import { SeededRandom } from '../../../../subgraphs/customers/matching/values/random.ts';
import { customerMigrations } from '../../../../subgraphs/customers/migrations.ts';
import { openJob } from '../../../../subgraphs/customers/rematch/open-job.ts';
import { runWorker } from '../../../../subgraphs/customers/rematch/run-worker.ts';
import { storeModel } from '../../../../subgraphs/customers/stewards/match-models.ts';
import { SCHEMA, type CustomerTables } from '../../../../subgraphs/customers/tables.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { startCustomers, type Customers } from '../customers-room.ts';
import { clustersIn } from './clusters-in.ts';
import { likenesses } from './likenesses.ts';

/** Asks for more than the version that rooms begin with: links of before come apart. */
const STRICT = createLinker({ ...defaultModel, version: 'strict', priorWeight: -46 });
/** Asks for less: others come together. */
const LAX = createLinker({ ...defaultModel, version: 'lax', priorWeight: -10 });
const AT = new Date('2026-11-22T12:00:00Z');
const DEATHS = 20;

for (const backend of testDatabases) {
  describe(`matching all records anew on ${backend.name}`, () => {
    let pool: DatabasePool;
    let customers: Customers;
    let database: Kysely<CustomerTables>;
    const records = likenesses(20);

    beforeAll(async () => {
      pool = await backend.open();
      customers = await startCustomers(pool);
      await customers.submit('banking', ...records);
      database = await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations);
    });

    afterAll(async () => {
      await customers.room.stop();
      await pool.close();
    });

    const rematch = async (linker: Linker, workers = 1) => {
      const plan = { modelVersion: linker.version, now: AT, recordsATask: 8 };
      const job = await openJob(database, plan);
      const working = Array.from({ length: workers }, () =>
        runWorker(database, job, { linker, clock: () => AT }),
      );
      await Promise.all(working);
    };

    const readLinks = () =>
      database.selectFrom('source_link').selectAll().orderBy('local_id').execute();

    const clusters = () => clustersIn(database);

    const counts = async () => {
      const tables = ['rematch_task', 'rematch_concern'] as const;
      return Promise.all(
        tables.map(
          async (table) => (await database.selectFrom(table).selectAll().execute()).length,
        ),
      );
    };

    test('changes nothing while the version is the same', async () => {
      const before = await readLinks();
      const events = (await customers.events()).length;
      await rematch(createLinker(defaultModel));
      expect(await readLinks()).toEqual(before);
      expect((await customers.events()).length).toBe(events);
      expect(await counts()).toEqual([0, 0]);
    });

    test('comes to what a room would that had the version from the beginning', async () => {
      const began = await clusters();
      await rematch(STRICT);
      const strict = await clusters();
      expect(strict.length).toBeGreaterThan(began.length);

      const fresh = await backend.open();
      const other = await startCustomers(fresh);
      const otherDatabase = await openRoomDatabase<CustomerTables>(
        fresh,
        SCHEMA,
        customerMigrations,
      );
      await storeModel(otherDatabase, { ...defaultModel, version: 'strict', priorWeight: -46 }, AT);
      await other.submit('banking', ...records);
      expect(strict).toEqual(await clustersIn(otherDatabase));
      await other.room.stop();
      await fresh.close();
    });

    test('gives back ids and links when the version of before is used again', async () => {
      await rematch(LAX);
      const before = await readLinks();
      await rematch(STRICT);
      await rematch(LAX);
      expect(await readLinks()).toEqual(before);
    });

    test('is shared by several workers without any of them in the way of another', async () => {
      await rematch(STRICT);
      const alone = await clusters();
      await rematch(LAX);
      await rematch(STRICT, 3);
      expect(await clusters()).toEqual(alone);
      expect(await counts()).toEqual([0, 0]);
    });

    test('comes to the same when workers die at random moments and others go on', async () => {
      const expected = new Map<Linker, readonly string[]>();
      for (const linker of [LAX, STRICT]) {
        await rematch(linker);
        expected.set(linker, await clusters());
      }
      const random = new SeededRandom(5);
      let died = 0;
      for (let death = 0; death < DEATHS; death++) {
        const linker = death % 2 === 0 ? LAX : STRICT;
        const mortal = dyingAt(linker, 1 + random.below(40));
        await rematch(mortal).catch(() => died++);
        await rematch(linker);
        expect(await clusters()).toEqual(expected.get(linker));
      }
      expect(died).toBeGreaterThan(DEATHS / 2);
    });

    test('a job for one version that was left is finished by the next one', async () => {
      await rematch(LAX);
      const lax = await clusters();
      await rematch(dyingAt(STRICT, 50)).catch(() => undefined);
      await rematch(LAX);
      expect(await clusters()).toEqual(lax);
      expect(await counts()).toEqual([0, 0]);
    });
  });
}

/** A linker in the middle of whose work the worker dies: at the `last`th thing it is asked. */
function dyingAt(linker: Linker, last: number): Linker {
  let asked = 0;
  const live = () => {
    if (++asked >= last) throw new Error('died');
  };
  return {
    version: linker.version,
    keysOf(record) {
      live();
      return linker.keysOf(record);
    },
    judge(records) {
      const judge = linker.judge(records);
      return {
        knows: (place) => judge.knows(place),
        judge(left, right) {
          live();
          return judge.judge(left, right);
        },
        cluster(pairs, places) {
          live();
          return judge.cluster(pairs, places);
        },
      };
    },
  };
}
