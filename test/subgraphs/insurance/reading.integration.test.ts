import { join } from 'node:path';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lookIntoInbox } from '../../../subgraphs/insurance/file-drop/inbox.ts';
import { writeFileDrop } from '../../../subgraphs/insurance/file-drop/write-file-drop.ts';
import type { DropRow } from '../../../subgraphs/insurance/file-drop/write-file-drop.ts';
import { insuranceRoom } from '../../../subgraphs/insurance/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom } from '../../support/room-client.ts';
import type { TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { countingStatements } from '../banking/count-statements.ts';
import { PAGE, pages } from '../banking/page-walk.ts';
import type { PageQuery } from '../banking/page-walk.ts';
import { openTestInbox, wipeInsurance } from './drop-support.ts';
import type { TestInbox } from './drop-support.ts';
import { claim, policy } from './drop-rows.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

for (const backend of testDatabases) {
  describe(`reading insurance on ${backend.name}`, () => {
    let pool: DatabasePool;
    let room: TestRoom;
    let inbox: TestInbox;
    let night = 0;

    beforeAll(async () => {
      pool = await backend.open();
      room = await startTestRoom(insuranceRoom, {
        database: pool,
        clock: () => NOW,
        settings: { INSURANCE_INBOX_INTERVAL_MS: '0' },
      });
    });
    afterAll(async () => {
      await room.stop();
      await pool.close();
    });
    beforeEach(async () => {
      inbox = await openTestInbox(pool, () => NOW);
      await wipeInsurance(inbox.database);
      night = 0;
    });
    afterEach(() => inbox.remove());

    /** Drops a file of the next night and has it read. */
    async function drop(kind: 'HOLDERS' | 'POLICIES' | 'CLAIMS', rows: readonly DropRow[]) {
      night += 1;
      const version = `2026-01-${String(night).padStart(2, '0')}`;
      await writeFileDrop({ directory: inbox.directory, kind, version, rows });
      const [taken] = await lookIntoInbox(inbox);
      expect(taken).toMatchObject({ status: 'APPLIED', rejected: 0 });
    }

    async function policyId(): Promise<string> {
      const { data } = await room.ask('{ policies(first: 1) { nodes { id } } }');
      return data.policies.nodes[0].id;
    }

    test('a policy shows its premium, term, holder and claims', async () => {
      await drop('POLICIES', [policy('P1', 'H1')]);
      await drop('CLAIMS', [claim('CL1', 'P1', { reported_on: '2025-07-02' }), claim('CL2', 'P1')]);
      const id = await policyId();
      const { data, errors } = await room.ask(
        `query ($id: ID!) { policy(id: $id) { id product status premium { amount currency } startsOn endsOn
          holder { sourceRef { division localId } }
          claims(first: 1) { nodes { id status amount { amount currency } occurredOn reportedOn description } totalCount } } }`,
        { id },
      );
      expect(errors).toBeUndefined();
      expect(data.policy).toEqual({
        id,
        product: 'Home, with "garden"',
        status: 'IN_FORCE',
        premium: { amount: '120.50', currency: 'EUR' },
        startsOn: '2025-01-01',
        endsOn: '2026-12-31',
        holder: { sourceRef: { division: 'insurance', localId: 'H1' } },
        claims: {
          nodes: [
            {
              id: 'CL1',
              status: 'PAID',
              amount: { amount: '99.90', currency: 'EUR' },
              occurredOn: '2025-06-01',
              reportedOn: '2025-07-02',
              description: 'hail\nand wind',
            },
          ],
          totalCount: 2,
        },
      });
    });

    test('a merged customer has the policies of all local ids; other divisions are ignored', async () => {
      await drop('POLICIES', [policy('P1', 'H1'), policy('P2', 'H2'), policy('P3', 'C1')]);
      const { data } = await room.asEntities(
        'Customer',
        [
          {
            id: '1',
            sourceRecords: [
              { division: 'insurance', localId: 'H1' },
              { division: 'insurance', localId: 'H2' },
              { division: 'banking', localId: 'C1' },
            ],
          },
          { id: '2', sourceRecords: [] },
          { id: '3', sourceRecords: null },
        ],
        'policies(first: 1) { nodes { id } totalCount pageInfo { hasNextPage } }',
      );
      expect(data._entities).toEqual([
        {
          policies: {
            nodes: [{ id: expect.any(String) }],
            totalCount: 2,
            pageInfo: { hasNextPage: true },
          },
        },
        { policies: { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } } },
        { policies: null },
      ]);
    });

    test('30 customers with policies and claims cost one statement a level', async () => {
      const numbers = Array.from({ length: 30 }, (_, index) => index);
      await drop(
        'POLICIES',
        numbers.map((number) => policy(`P${number}`, `H${number}`)),
      );
      await drop(
        'CLAIMS',
        numbers.map((number) => claim(`CL${number}`, `P${number}`)),
      );
      const customers = numbers.map((number) => ({
        id: String(number),
        sourceRecords: [{ division: 'insurance', localId: `H${number}` }],
      }));
      const statements = await countingStatements(pool, 'insurance', () =>
        room.asEntities(
          'Customer',
          customers,
          'policies(first: 5) { nodes { claims(first: 3) { nodes { id } } } totalCount }',
        ),
      );
      expect(statements).toBe(3);
    });

    test('paging to the end, forward and backward, gives the whole list once', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 9 }),
          fc.integer({ min: 1, max: 4 }),
          async (days, size) => {
            await wipeInsurance(inbox.database);
            night = 0;
            const dated = days.map((day, index) =>
              policy(`P${index}`, `H${index % 2}`, { starts_on: `2025-01-0${day}` }),
            );
            await drop('POLICIES', dated);
            await drop(
              'CLAIMS',
              days.map((day, index) =>
                claim(`CL${index}`, 'P0', { reported_on: `2025-07-0${day}` }),
              ),
            );
            for (const query of [policyPage, customerPage, claimPage, dropPage]) {
              const whole = await pages(room, query, 'first', 100);
              expect(whole).toHaveLength(query === dropPage ? 2 : days.length);
              expect(new Set(whole).size).toBe(whole.length);
              expect(await pages(room, query, 'first', size)).toEqual(whole);
              expect(await pages(room, query, 'last', size)).toEqual(whole);
            }
          },
        ),
        { numRuns: 10 },
      );
    });

    test('file drops are not for another division to see', async () => {
      const { errors } = await room.ask(
        '{ fileDrops { totalCount } }',
        {},
        { division: 'banking' },
      );
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    });

    test('the room reads its inbox by itself, and again after a restart', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'inbox-'));
      const settings = {
        INSURANCE_INBOX: join(directory, 'deep', 'inbox'),
        INSURANCE_INBOX_INTERVAL_MS: '20',
      };
      const target = settings.INSURANCE_INBOX;
      try {
        for (const version of ['2026-02-01', '2026-02-02']) {
          const watching = await startTestRoom(insuranceRoom, { database: pool, settings });
          await writeFileDrop({
            directory: target,
            kind: 'POLICIES',
            version,
            rows: [policy(version, 'H1')],
          });
          await until(async () => (await readdir(target)).every((name) => !name.endsWith('.csv')));
          await watching.stop();
        }
      } finally {
        await rm(directory, { recursive: true });
      }
      const { data } = await room.ask(
        '{ fileDrops { nodes { name kind status version rows accepted rejected reason receivedAt } totalCount } }',
      );
      expect(data.fileDrops.totalCount).toBe(2);
      expect(data.fileDrops.nodes[0]).toEqual({
        name: 'policies-2026-02-02.csv',
        kind: 'POLICIES',
        status: 'APPLIED',
        version: '2026-02-02',
        rows: 1,
        accepted: 1,
        rejected: 0,
        reason: null,
        receivedAt: expect.stringMatching(/Z$/),
      });
    });

    test('a setting that is no number stops the start with its name', async () => {
      const start = startTestRoom(insuranceRoom, {
        database: pool,
        settings: { INSURANCE_INBOX_INTERVAL_MS: 'often' },
      });
      await expect(start).rejects.toThrow(
        'Setting "INSURANCE_INBOX_INTERVAL_MS" must be a whole number, but got: "often".',
      );
    });
  });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const policyPage: PageQuery = async (room, args) =>
  (await room.ask(`{ policies(${args}) { ${PAGE} } }`)).data.policies;

const customerPage: PageQuery = async (room, args) => {
  const sourceRecords = ['H0', 'H1'].map((localId) => ({ division: 'insurance', localId }));
  const { data } = await room.asEntities(
    'Customer',
    [{ id: '1', sourceRecords }],
    `policies(${args}) { ${PAGE} }`,
  );
  return data._entities[0]?.['policies'];
};

const claimPage: PageQuery = async (room, args) => {
  const { data } = await room.ask(
    `{ policies(first: 100) { nodes { claims(${args}) { ${PAGE} } } } }`,
  );
  return data.policies.nodes
    .map((node: any) => node.claims)
    .find((connection: any) => connection.totalCount > 0);
};

const dropPage: PageQuery = async (room, args) => {
  const { data } = await room.ask(`{ fileDrops(${args}) { ${PAGE.replace('id', 'id: name')} } }`);
  return data.fileDrops;
};
