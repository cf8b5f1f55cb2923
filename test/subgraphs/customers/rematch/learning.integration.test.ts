import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../../../subgraphs/kit/database.ts';
import { bundled } from '../../../support/bundled.ts';
import { isChosen } from '../../../support/chosen-databases.ts';
import { PROJECT } from '../../../support/house.ts';
import { startCustomers } from '../customers-room.ts';
import { likenesses } from './likenesses.ts';

const run = promisify(execFile);
const MODELS = '{ matchModels { version current created report } }';

(isChosen('pglite') ? describe : describe.skip)(
  'npm run rematch --learn on an embedded database',
  () => {
    const people = 340;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'switchboard-learning-'));
    });

    afterAll(() => rm(folder, { recursive: true }));

    const withRoom = async <Value>(
      use: (customers: Awaited<ReturnType<typeof startCustomers>>) => Promise<Value>,
    ) => {
      const directory = join(folder, 'embedded', 'database');
      const database = await openDatabase({ kind: 'embedded', directory });
      const customers = await startCustomers(database);
      const value = await use(customers);
      await customers.room.stop();
      await database.close();
      return value;
    };

    const rematch = async (...args: readonly string[]) => {
      const command = await bundled(join(PROJECT, 'cli/rematch.ts'));
      const { DATABASE_URL: _, ...environment } = process.env;
      const env = { ...environment, DATA_DIR: folder };
      return (await run(process.execPath, [command, ...args], { env })).stdout;
    };

    test('links by weights that it learnt', async () => {
      await withRoom((customers) => customers.submit('banking', ...likenesses(people)));
      expect(await rematch('--learn')).toMatch(/^All records are linked by version learnt-2/);
      const { models, ids } = await withRoom(async (customers) => {
        const { data } = await customers.room.ask(MODELS);
        const [one, other] = ['C00000007', 'C00000007-b'];
        const places = [one, other].map((localId) => customers.idOf('banking', localId ?? ''));
        return { models: data['matchModels'], ids: await Promise.all(places) };
      });
      expect(models).toMatchObject([{ current: true }, { version: 'default-1', current: false }]);
      expect(models[0].report).toMatch(/\| birthDate \| same \| 0\.99\d+ \|/);
      expect(ids[0]).not.toBeNull();
      expect(ids[1]).toBe(ids[0]);
    }, 120_000);

    test('has nothing to join when there is no job', async () => {
      expect(await rematch('--join')).toBe('There is no job to join.\n');
    });

    test.each([
      [['--workers', '2'], 'More than one worker needs DATABASE_URL, but it is not set.'],
      [['--workers', 'all'], '--workers must be a whole number from 1 to 64, but got: all'],
    ])('refuses %j', async (args, message) => {
      await expect(rematch(...args)).rejects.toThrow(message);
    });
  },
);
