import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { defaultModel } from '../../../../subgraphs/customers/matching/room/default-model.ts';
import { SeededRandom } from '../../../../subgraphs/customers/matching/values/random.ts';
import { customerMigrations } from '../../../../subgraphs/customers/migrations.ts';
import { storeModel } from '../../../../subgraphs/customers/stewards/match-models.ts';
import { SCHEMA, type CustomerTables } from '../../../../subgraphs/customers/tables.ts';
import { bundled } from '../../../support/bundled.ts';
import { describeWithPostgres } from '../../../support/needs-server.ts';
import { openServerDatabase } from '../../../support/server-database.ts';
import { PROJECT } from '../../../support/house.ts';
import { startCustomers, type Customers } from '../customers-room.ts';
import { clustersIn } from './clusters-in.ts';
import { likenesses } from './likenesses.ts';

const KILLS = 3;
/** Versions of before and after: one parts what the other joins. */
const PRIORS = [-46, -10] as const;

describeWithPostgres('npm run rematch, killed', (url) => {
  let server: Awaited<ReturnType<typeof openServerDatabase>>;
  let customers: Customers;
  let database: Kysely<CustomerTables>;
  let command: string;
  let versions = 0;

  beforeAll(async () => {
    command = await bundled(join(PROJECT, 'cli/rematch.ts'));
    server = await openServerDatabase(url);
    customers = await startCustomers(server);
    await customers.submit('banking', ...likenesses(200));
    database = await openRoomDatabase<CustomerTables>(server, SCHEMA, customerMigrations);
  });

  afterAll(async () => {
    await customers?.room.stop();
    await server?.close();
  });

  const useNewVersion = (priorWeight: number) =>
    storeModel(
      database,
      { ...defaultModel, version: `v${++versions}`, priorWeight },
      new Date(Date.UTC(2026, 0, 1, 0, versions)),
    );

  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [command, ...args], {
      env: { ...process.env, DATABASE_URL: server.url },
      stdio: 'ignore',
    });

  const finish = async () => {
    const [code] = (await once(start(), 'exit')) as [number | null];
    expect(code).toBe(0);
  };

  test(`at ${KILLS} random moments and begun again, comes to what an undisturbed run does`, async () => {
    const expected: (readonly string[])[] = [];
    let took = 0;
    for (const prior of PRIORS) {
      await useNewVersion(prior);
      const began = performance.now();
      await finish();
      took = performance.now() - began;
      expected.push(await clustersIn(database));
    }
    expect(expected[0]).not.toEqual(expected[1]);
    const random = new SeededRandom(11);
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await useNewVersion(PRIORS[kill % 2] ?? 0);
      const workers = [start(), start('--join')];
      const [first] = workers;
      await pause((took * random.below(1000)) / 1000);
      if (first?.kill('SIGKILL') === true) killed++;
      for (const worker of workers) if (worker.exitCode === null) await once(worker, 'exit');
      await finish();
      expect(await clustersIn(database)).toEqual(expected[kill % 2]);
    }
    expect(killed).toBeGreaterThan(0);
  }, 120_000);
});
