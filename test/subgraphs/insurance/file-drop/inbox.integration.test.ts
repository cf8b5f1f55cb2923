import { rename, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DatabasePool } from '../../../../subgraphs/kit/database.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import {
  CLAIMS,
  claims,
  file,
  GRACE_SECONDS,
  holders,
  insuranceEvents,
  openTestInbox,
  POLICIES,
  policies,
  wipeInsurance,
} from '../drop-support.ts';
import type { TestInbox } from '../drop-support.ts';

for (const backend of testDatabases) {
  describe(`the inbox on ${backend.name}`, () => {
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

    test('a night is read holders first, then policies, then claims, and archived', async () => {
      await inbox.write('claims-2026-01-31.csv', claims(['CL1', 'P1']));
      await inbox.write('policies-2026-01-31.csv', policies('P1', 'P2'));
      await inbox.write('holders-2026-01-31.csv', holders('H1'));
      expect(await inbox.look()).toEqual([
        'holders-2026-01-31.csv APPLIED 1/1',
        'policies-2026-01-31.csv APPLIED 2/2',
        'claims-2026-01-31.csv APPLIED 1/1',
      ]);
      expect(await inbox.files()).toEqual([
        'archive/claims-2026-01-31.csv',
        'archive/holders-2026-01-31.csv',
        'archive/policies-2026-01-31.csv',
      ]);
      expect(await inbox.look()).toEqual([]);
    });

    test('an older night is read before a newer one', async () => {
      await inbox.write('holders-20260131T0200.csv', holders('H2'));
      await inbox.write('holders-2026-01-30.csv', holders('H1'));
      expect(await inbox.look()).toEqual([
        'holders-2026-01-30.csv APPLIED 1/1',
        'holders-20260131T0200.csv APPLIED 1/1',
      ]);
    });

    test('records are told to the company with the times of the world', async () => {
      await inbox.write('holders-2026-01-31.csv', holders('H1'));
      await inbox.write(
        'policies-2026-01-31.csv',
        file(POLICIES, [
          'P1,H1,Home,IN_FORCE,10,EUR,2025-01-01,2026-12-31',
          'P2,H1,Car,LAPSED,10,EUR,2024-01-01,2025-03-31',
          'P3,H1,Life,QUOTED,10,EUR,2026-02-01,2027-01-31',
        ]),
      );
      await inbox.look();
      const stored = await inbox.database
        .selectFrom('policy')
        .selectAll()
        .orderBy('number')
        .execute();
      const [p1, p2] = stored.map((row) => row.id);
      const product = { kind: 'POLICY', division: 'insurance', localId: 'H1' };
      const told = await insuranceEvents(inbox.database);
      expect(told.map(({ type, occurred_at, payload }) => [type, occurred_at, payload])).toEqual([
        [
          'customer.recorded',
          now,
          {
            division: 'insurance',
            localId: 'H1',
            record: {
              localId: 'H1',
              version: '20260131000000',
              name: { given: 'Ada', family: 'Example' },
              birthDate: '1980-02-29',
              emails: [{ address: 'ada@example.org', verified: true }],
              country: 'DE',
            },
          },
        ],
        ['product.opened', new Date('2025-01-01T00:00:00Z'), { ...product, productId: p1 }],
        ['product.opened', new Date('2024-01-01T00:00:00Z'), { ...product, productId: p2 }],
        ['product.closed', new Date('2025-03-31T00:00:00Z'), { ...product, productId: p2 }],
      ]);
    });

    test('rows that did not change tell nothing again', async () => {
      await inbox.write('holders-2026-01-30.csv', holders('H1', 'H2'));
      await inbox.look();
      const before = await insuranceEvents(inbox.database);
      await inbox.write('holders-2026-01-31.csv', holders('H2', 'H1', 'H3'));
      expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 3/3']);
      const after = await insuranceEvents(inbox.database);
      expect(after.slice(before.length).map(({ payload }) => payload.localId)).toEqual(['H3']);
    });

    test('a correction under the same version counts, with a version that grew', async () => {
      await inbox.write('holders-2026-01-31.csv', holders('H1'));
      await inbox.look();
      await inbox.write('holders-2026-01-31.csv', holders('H1').replace('Ada,', 'Adah,'));
      expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 1/1']);
      const told = await insuranceEvents(inbox.database);
      expect(
        told.map(({ payload }) => [payload.record.version, payload.record.name.given]),
      ).toEqual([
        ['20260131000000', 'Ada'],
        ['20260131000000.001', 'Adah'],
      ]);
      expect(await inbox.files()).toHaveLength(2);
    });

    describe('a file that is not whole', () => {
      test('is never read, whatever part of it is there', async () => {
        const whole = holders('H1', 'H2', 'H3');
        const path = await inbox.write('holders-2026-01-31.csv', '');
        for (let length = 0; length < whole.length - 1; length += 7) {
          await inbox.write('holders-2026-01-31.csv', whole.slice(0, length));
          expect(await inbox.look()).toEqual([]);
        }
        expect(await count('holder')).toBe(0);
        expect(await inbox.files()).toEqual([path.slice(inbox.directory.length + 1)]);
        await inbox.write('holders-2026-01-31.csv', whole);
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 3/3']);
      });

      test('is not overtaken by what comes after it', async () => {
        await inbox.write('policies-2026-01-31.csv', POLICIES);
        await inbox.write('claims-2026-01-31.csv', claims(['CL1', 'P1']));
        await inbox.write('holders-2026-02-01.csv', holders('H1'));
        await inbox.write('holders-2026-01-31.csv', holders('H1'));
        expect(await inbox.look()).toEqual(['holders-2026-01-31.csv APPLIED 1/1']);
        await inbox.write('policies-2026-01-31.csv', policies('P1'));
        expect(await inbox.look()).toEqual([
          'policies-2026-01-31.csv APPLIED 1/1',
          'claims-2026-01-31.csv APPLIED 1/1',
          'holders-2026-02-01.csv APPLIED 1/1',
        ]);
      });

      test('under a working name holds the later ones back and is taken when it is renamed', async () => {
        const path = await inbox.write('policies-2026-01-31.csv.part', policies('P1'));
        await inbox.write('claims-2026-01-31.csv', claims(['CL1', 'P1']));
        expect(await inbox.look()).toEqual([]);
        await rename(path, path.replace('.part', ''));
        expect(await inbox.look()).toHaveLength(2);
      });

      test('is refused when nothing came for the grace, and no longer waited for', async () => {
        const path = await inbox.write('policies-2026-01-31.csv', POLICIES);
        const part = await inbox.write('claims-2026-01-30.csv.tmp', CLAIMS);
        await inbox.write('claims-2026-01-31.csv', claims(['CL1', 'P1']));
        const touched = new Date(now.getTime() - GRACE_SECONDS * 1000);
        await utimes(path, touched, touched);
        await utimes(part, touched, touched);
        expect(await inbox.look()).toEqual([]);
        now = new Date(now.getTime() + 1_000);
        expect(await inbox.look()).toEqual([
          'policies-2026-01-31.csv REFUSED 0/0',
          'claims-2026-01-31.csv APPLIED 0/1',
        ]);
        expect(await inbox.read('refused/policies-2026-01-31.csv.reason.txt')).toBe(
          'Last line must be "#rows,<number of rows>", and nothing came for 900 s.\n',
        );
      });
    });

    test.each([
      'customers-2026-01-31.csv',
      'holders.csv',
      'holders-2026-02-30.csv',
      'holders-20260131T2500.csv',
      'HOLDERS-2026-01-31.csv',
    ])('the name %s is refused', async (name) => {
      await inbox.write(name, holders('H1'));
      const [drop] = await inbox.lookWhole();
      expect(drop).toMatchObject({ name, status: 'REFUSED', kind: null, version: null });
      expect(drop?.reason).toContain('Name must be holders-<version>.csv');
    });

    test('links, hidden files and other endings are left alone', async () => {
      await symlink('/etc/hostname', join(inbox.directory, 'holders-2026-01-31.csv'));
      await inbox.write('.holders-2026-01-30.csv', holders('H1'));
      await inbox.write('README.txt', 'hello');
      await inbox.write('policies-2026-01-30.csv', policies('P1'));
      expect(await inbox.look()).toEqual(['policies-2026-01-30.csv APPLIED 1/1']);
    });

    test('a row that stands twice counts as its later line', async () => {
      const line = 'P1,H1,Home,IN_FORCE,1,EUR,2025-01-01,2026-12-31';
      await inbox.write(
        'policies-2026-01-31.csv',
        file(POLICIES, [line, line.replace(',1,', ',2,'), line.replace(',1,', ',3,')]),
      );
      await inbox.look();
      expect(await inbox.database.selectFrom('policy').select('premium').execute()).toEqual([
        { premium: '3' },
      ]);
      expect(await insuranceEvents(inbox.database)).toHaveLength(1);
    });
  });
}
