import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import {
  claims,
  file,
  HOLDERS,
  openTestInbox,
  POLICIES,
  policies,
  wipeInsurance,
} from '../drop-support.ts';
import type { TestInbox } from '../drop-support.ts';

for (const backend of testDatabases) {
  describe(`file drops with bad rows on ${backend.name}`, () => {
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

    test('a reject file that cannot be written leaves the file for the next look', async () => {
      const name = 'policies-2026-01-31.csv';
      const fine = 'H1,Home,IN_FORCE,10,EUR,2025-01-01,2026-12-31';
      const lines = Array.from({ length: 2_000 }, (_, index) => `P${index},${fine}`);
      await inbox.write(name, file(POLICIES, ['P,H1,Home', ...lines]));
      const draft = join(inbox.directory, 'rejects', `${name}.rejected.csv.part`);
      await mkdir(draft, { recursive: true });
      await expect(inbox.look()).rejects.toThrow('EISDIR');
      await rmdir(draft);
      expect(await inbox.look()).toEqual([`${name} APPLIED 2000/2001`]);
    });

    describe('rows that are wrong', () => {
      test('are left out with line, column, what was expected and what came', async () => {
        await inbox.write(
          'policies-2026-01-31.csv',
          file(POLICIES, [
            'P1,H1,Home,IN_FORCE,10.50,EUR,2025-01-01,2026-12-31',
            'P2,H1,Home,RUNNING,ten,EURO,01.01.2025,2026-02-30',
            ',H1,Home,IN_FORCE,10,EUR,2025-01-01,2026-12-31',
            'P4,H1,Home,IN_FORCE,10.555,EUR,2025-01-01,2024-12-31',
            'P5,H1,Home',
            'P6,,"Home\nand garden",IN_FORCE,-1,JPY,2025-01-01,2026-12-31',
            'P7,H1,Home,IN_FORCE,5,JPY,2025-02-01,2025-01-31',
            'P8,H1,"Home\r\nand ""garden""",IN_FORCE,5,JPY,2025-01-01,2026-12-31',
          ]),
        );
        expect(await inbox.look()).toEqual(['policies-2026-01-31.csv APPLIED 2/8']);
        const rejects = await inbox.read('rejects/policies-2026-01-31.csv.rejected.csv');
        expect(rejects).toContain(
          '3,"Column ""premium_currency"" must be an ISO 4217 code such as EUR, but got: ""EURO"". ' +
            'Column ""status"" must be one of QUOTED, IN_FORCE, LAPSED, CANCELLED, EXPIRED, but got: ""RUNNING"". ',
        );
        expect(rejects).toContain(
          'Column ""starts_on"" must be a calendar date such as 2026-01-31, but got: ""01.01.2025"".',
        );
        expect(rejects).toContain('but got: ""2026-02-30"".');
        expect(rejects).toContain('4,"Column ""policy_number"" must be given, but got: nothing."');
        expect(rejects).toContain('with at most 2 digits after the point, but got: ""10.555"".');
        expect(rejects).toContain('6,"Row must have 8 columns, but got: 3.",P5,H1,Home');
        expect(rejects).toContain('\n7,"Column ""holder_id"" must be given');
        expect(rejects).toContain('with at most 0 digits after the point, but got: ""-1"".');
        expect(rejects).toContain(
          '9,"Column ""ends_on"" must be no earlier than 2025-02-01, but got: ""2025-01-31"".',
        );
        const stored = await inbox.database
          .selectFrom('policy')
          .select('product')
          .orderBy('number')
          .execute();
        expect(stored.map((row) => row.product)).toEqual(['Home', 'Home\r\nand "garden"']);
      });

      test('of claims need a policy that is known', async () => {
        await inbox.write('policies-2026-01-31.csv', policies('P1'));
        await inbox.write(
          'claims-2026-01-31.csv',
          claims(['CL1', 'P1'], ['CL2', 'P9'], ['CL3', 'P1']),
        );
        const [, drop] = await inbox.lookWhole();
        expect(drop).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
        expect(drop?.reason).toBe('See rejects/claims-2026-01-31.csv.rejected.csv.');
        expect(await inbox.read('rejects/claims-2026-01-31.csv.rejected.csv')).toContain(
          '3,"Column ""policy_number"" must be the number of a known policy, but got: ""P9"".",CL2,P9',
        );
      });

      test('cannot run in a spreadsheet that opens the reject file', async () => {
        await inbox.write(
          'policies-2026-01-31.csv',
          file(POLICIES, [
            '"=HYPERLINK(""http://x"")",+1+1,@SUM(A1),-cmd,-5,+4930,2025-01-01,2026-12-31',
          ]),
        );
        await inbox.look();
        const rejects = await inbox.read('rejects/policies-2026-01-31.csv.rejected.csv');
        expect(rejects).toContain(
          `"'=HYPERLINK(""http://x"")",'+1+1,'@SUM(A1),'-cmd,-5,+4930,2025`,
        );
      });

      test('do not stop a file of which no row is right', async () => {
        await inbox.write('holders-2026-01-31.csv', file(HOLDERS, Array(1203).fill('H1')));
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 0/1203']);
        const rejects = await inbox.read('rejects/holders-2026-01-31.csv.rejected.csv');
        expect(rejects.trim().split('\n')).toHaveLength(1204);
      });
    });
  });
}
