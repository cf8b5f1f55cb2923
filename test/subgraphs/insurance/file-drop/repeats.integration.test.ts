import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { lookIntoInbox } from '../../../../subgraphs/insurance/file-drop/inbox.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import {
  CLAIMS,
  holders,
  insuranceEvents,
  openTestInbox,
  policies,
  wipeInsurance,
} from '../drop-support.ts';
import type { TestInbox } from '../drop-support.ts';

for (const backend of testDatabases) {
  describe(`the inbox at repetitions and restarts on ${backend.name}`, () => {
    let pool: DatabasePool;
    let inbox: TestInbox;
    let now = new Date();

    beforeAll(async () => {
      pool = await backend.open();
    });
    afterAll(() => pool.close());
    beforeEach(async () => {
      now = new Date();
      inbox = await openTestInbox(pool, () => now);
      await wipeInsurance(inbox.database);
    });
    afterEach(() => inbox.remove());

    const count = async (table: 'holder' | 'policy' | 'claim' | 'file_drop') =>
      (await inbox.database.selectFrom(table).selectAll().execute()).length;

    describe('a file that comes again', () => {
      test('is harmless, also when a newer one came meanwhile', async () => {
        await inbox.write('holders-2026-01-31.csv', holders('H1'));
        await inbox.write('holders-2026-02-01.csv', holders('H2'));
        await inbox.look();
        const told = (await insuranceEvents(inbox.database)).length;
        await inbox.write('holders-2026-01-31.csv', holders('H1'));
        await inbox.write('holders-2026-01-30.csv', holders('H1'));
        await inbox.write('holders-2026-02-01.csv', holders('H2'));
        const drops = await inbox.lookWhole();
        expect(drops.map(({ status, reason }) => [status, reason])).toEqual([
          ['REPEATED', 'Same content as "holders-2026-01-31.csv".'],
          ['REPEATED', 'Same content as "holders-2026-01-31.csv".'],
          ['REPEATED', 'Same content as "holders-2026-02-01.csv".'],
        ]);
        expect(await insuranceEvents(inbox.database)).toHaveLength(told);
        expect(await inbox.files()).toHaveLength(5);
      });

      test('as a later version takes back what came in between', async () => {
        const first = policies('P1');
        await inbox.write('policies-2026-01-29.csv', first);
        await inbox.write('policies-2026-01-30.csv', first.replace('120.50', '130'));
        await inbox.write('policies-2026-01-31.csv', first);
        expect((await inbox.lookWhole()).map((drop) => drop.status)).toEqual(
          Array(3).fill('APPLIED'),
        );
        const stored = await inbox.database.selectFrom('policy').select('premium').execute();
        expect(stored).toEqual([{ premium: '120.50' }]);
      });

      test('with an older version is stale and put aside with the reason', async () => {
        await inbox.write('holders-2026-01-31.csv', holders('H1'));
        await inbox.look();
        await inbox.write('holders-2026-01-30.csv', holders('H1', 'H9'));
        await inbox.write('policies-2026-01-30.csv', policies('P1'));
        expect(await inbox.look()).toEqual([
          'holders-2026-01-30.csv STALE 0/0',
          'policies-2026-01-30.csv APPLIED 1/1',
        ]);
        expect(await inbox.read('refused/holders-2026-01-30.csv.reason.txt')).toBe(
          'Version must be 2026-01-31 or later, but got: 2026-01-30.\n',
        );
        expect(await count('holder')).toBe(1);
      });
    });

    test('two watchers at once take each file once', async () => {
      for (const day of ['01', '02', '03', '04', '05']) {
        await inbox.write(`holders-2026-01-${day}.csv`, holders('H1', `H-${day}`));
        await inbox.write(`policies-2026-01-${day}.csv`, policies(`P-${day}`));
      }
      const other = { ...inbox };
      for (let look = 0; look < 6; look += 1) {
        await Promise.all([lookIntoInbox(inbox), lookIntoInbox(other)]);
      }
      const drops = await inbox.database.selectFrom('file_drop').selectAll().execute();
      expect(drops).toHaveLength(10);
      expect(drops.every((drop) => drop.status === 'APPLIED' && drop.filed)).toBe(true);
      expect((await inbox.files()).every((path) => path.startsWith('archive/'))).toBe(true);
      expect(await insuranceEvents(inbox.database)).toHaveLength(6 + 5);
    });

    test('a death between the decision and the moving is made good without a trace', async () => {
      await inbox.write('holders-2026-01-31.csv', holders('H1'));
      await inbox.write('claims-2026-01-31.csv', `${CLAIMS},x\n#rows,0\n`);
      await inbox.look();
      const before = await inbox.database
        .selectFrom('file_drop')
        .selectAll()
        .orderBy('id')
        .execute();
      // As if the process had died before it moved anything.
      await rename(
        join(inbox.directory, 'archive/holders-2026-01-31.csv'),
        join(inbox.directory, 'holders-2026-01-31.csv'),
      );
      await rename(
        join(inbox.directory, 'refused/claims-2026-01-31.csv'),
        join(inbox.directory, 'claims-2026-01-31.csv'),
      );
      await inbox.database.updateTable('file_drop').set({ filed: false }).execute();
      await inbox.look();
      expect(
        await inbox.database.selectFrom('file_drop').selectAll().orderBy('id').execute(),
      ).toEqual(before);
      expect(await inbox.files()).toEqual([
        'archive/holders-2026-01-31.csv',
        'refused/claims-2026-01-31.csv',
        'refused/claims-2026-01-31.csv.reason.txt',
      ]);
      expect(await insuranceEvents(inbox.database)).toHaveLength(1);
    });
  });
}
