import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bankingRoom } from '../../../subgraphs/banking/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom } from '../../support/room-client.ts';
import type { TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { account, booking, customer, importRows, wipe } from './bank-rows.ts';
import { countingStatements } from './count-statements.ts';
import { PAGE, pages } from './page-walk.ts';
import type { PageQuery } from './page-walk.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

for (const backend of testDatabases) {
  describe(`reading banking on ${backend.name}`, () => {
    let database: DatabasePool;
    let room: TestRoom;

    beforeAll(async () => {
      database = await backend.open();
      room = await startTestRoom(bankingRoom, { database, clock: () => NOW });
    });
    afterAll(async () => {
      await room.stop();
      await database.close();
    });
    beforeEach(() => wipe(database));

    async function openedIds(): Promise<string[]> {
      const { data } = await room.ask('{ accounts(first: 100) { nodes { id } } }');
      return data.accounts.nodes.map((node: { id: string }) => node.id);
    }

    describe('reading', () => {
      test('an account shows its last four digits, money in its currency and its holder', async () => {
        await importRows(room, {
          customers: [customer('C1')],
          accounts: [
            account('DE0012345678', 'C1', { balance: { amount: '12.5', currency: 'EUR' } }),
          ],
        });
        const [id] = await openedIds();
        const { data, errors } = await room.ask(
          `query ($id: ID!) { account(id: $id) { id maskedNumber kind status openedOn closedOn
            balance { amount currency } holder { sourceRef { division localId } } cards { id } } }`,
          { id },
        );
        expect(errors).toBeUndefined();
        expect(data.account).toEqual({
          id,
          maskedNumber: '•••• 5678',
          kind: 'CHECKING',
          status: 'OPEN',
          openedOn: '2025-01-01',
          closedOn: null,
          balance: { amount: '12.50', currency: 'EUR' },
          holder: { sourceRef: { division: 'banking', localId: 'C1' } },
          cards: [],
        });
        expect(JSON.stringify(data)).not.toContain('DE0012345678');
        expect(id).toMatch(/^[0-9a-f-]{14}7/);
      });

      test.each([
        ['JPY', '1500', '1500'],
        ['KWD', '1.5', '1.500'],
        ['EUR', '-0.07', '-0.07'],
      ])('an amount in %s has the digits of its currency', async (currency, amount, shown) => {
        await importRows(room, {
          accounts: [account('A-100', null, { balance: { amount, currency } })],
        });
        const { data } = await room.ask('{ accounts { nodes { balance { amount } } } }');
        expect(data.accounts.nodes).toEqual([{ balance: { amount: shown } }]);
      });

      test('an account of an unknown customer has no holder until the bank knows them', async () => {
        await importRows(room, { accounts: [account('A-1', 'C9'), account('A-2', null)] });
        const holders = '{ accounts { nodes { maskedNumber holder { sourceRef { localId } } } } }';
        const before = await room.ask(holders);
        expect(before.data.accounts.nodes.map((node: any) => node.holder)).toEqual([null, null]);
        await importRows(room, { customers: [customer('C9')] });
        const after = await room.ask(holders);
        expect(after.data.accounts.nodes).toContainEqual({
          maskedNumber: '••••',
          holder: { sourceRef: { localId: 'C9' } },
        });
      });

      test('an id that is none of ours is null and no error', async () => {
        const { data, errors } = await room.ask(
          '{ a: account(id: "x") { id } b: account(id: "00000000-0000-7000-8000-000000000000") { id } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ a: null, b: null });
      });

      test('a filter chooses by kind and status and counts what it chose', async () => {
        await importRows(room, {
          accounts: [
            account('A-1', null, { kind: 'SAVINGS' }),
            account('A-2', null, { kind: 'SAVINGS', status: 'CLOSED', closedOn: '2025-06-01' }),
            account('A-3', null),
          ],
        });
        const { data } = await room.ask(`{
          savings: accounts(filter: { kind: SAVINGS }) { totalCount nodes { kind } }
          open: accounts(first: 1, filter: { kind: SAVINGS, status: OPEN }) { totalCount nodes { status } }
          none: accounts(filter: { kind: DEPOSIT }) { totalCount nodes { id } pageInfo { endCursor hasNextPage } }
        }`);
        expect(data).toEqual({
          savings: { totalCount: 2, nodes: [{ kind: 'SAVINGS' }, { kind: 'SAVINGS' }] },
          open: { totalCount: 1, nodes: [{ status: 'OPEN' }] },
          none: { totalCount: 0, nodes: [], pageInfo: { endCursor: null, hasNextPage: false } },
        });
      });

      test.each([
        ['first: 0', 'Argument "first" must be 1 to 100, but got: 0.'],
        ['last: 101', 'Argument "last" must be 1 to 100, but got: 101.'],
        ['after: "bm90IG91cnM"', 'A cursor must be one that this connection gave'],
        [`after: "${cursor(['2025-01-01'])}"`, 'A cursor must be one that this connection gave'],
        [`after: "${cursor(['x', 'y'])}"`, 'A cursor must be one that this connection gave'],
        [`before: "${cursor(["' or true --", 'y'])}"`, 'A cursor must be one'],
      ])('accounts(%s) is refused', async (args, message) => {
        const { errors } = await room.ask(`{ accounts(${args}) { nodes { id } } }`);
        expect(errors?.[0]?.message).toContain(message);
        expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      });
    });

    describe('accounts of a customer', () => {
      const page = 'accounts(first: 2) { nodes { maskedNumber } totalCount }';

      test('a merged customer has the accounts of all local ids, no other division and no record twice', async () => {
        await importRows(room, {
          accounts: [
            account('A-0001', 'C1', { openedOn: '2025-01-01' }),
            account('A-0002', 'C2', { openedOn: '2025-03-01' }),
            account('A-0003', 'C1', { openedOn: '2025-02-01' }),
            account('A-0004', 'L7', { openedOn: '2025-04-01' }),
          ],
        });
        const { data, errors } = await room.asEntities(
          'Customer',
          [
            {
              id: '1',
              sourceRecords: records('banking:C1', 'banking:C2', 'lending:L7', 'banking:C1'),
            },
            { id: '2', sourceRecords: [] },
            { id: '3', sourceRecords: records('lending:L7', 'insurance:C1') },
            { id: '4', sourceRecords: records('banking:unknown') },
          ],
          page,
        );
        expect(errors).toBeUndefined();
        expect(data._entities.map((entity) => entity?.['accounts'])).toEqual([
          { nodes: [{ maskedNumber: '•••• 0002' }, { maskedNumber: '•••• 0003' }], totalCount: 3 },
          { nodes: [], totalCount: 0 },
          { nodes: [], totalCount: 0 },
          { nodes: [], totalCount: 0 },
        ]);
      });

      test('a crosswalk that cannot say gives null, not an empty list', async () => {
        const { data } = await room.asEntities(
          'Customer',
          [{ id: '1', sourceRecords: null }],
          page,
        );
        expect(data._entities).toEqual([{ accounts: null }]);
      });

      test('50 customers and their counts cost two statements, and one without counts', async () => {
        const customers = Array.from({ length: 50 }, (_, index) => ({
          id: `${index}`,
          sourceRecords: records(`banking:C${index}`),
        }));
        await importRows(room, {
          accounts: customers.map((_, index) => account(`N-${index + 1000}`, `C${index}`)),
        });
        const plain = await countingStatements(database, 'banking', () =>
          room.asEntities('Customer', customers, 'accounts(first: 1) { nodes { id } }'),
        );
        expect(plain).toBe(1);
        const counted = await countingStatements(database, 'banking', () =>
          room.asEntities('Customer', customers, page),
        );
        expect(counted).toBe(2);
        const mixed = await countingStatements(database, 'banking', () =>
          room.asEntities(
            'Customer',
            customers,
            'a: accounts(first: 1) { nodes { id } } b: accounts(first: 3) { nodes { cards { id } transactions(first: 1) { nodes { id } } } } c: accounts(last: 1) { nodes { id } }',
          ),
        );
        expect(mixed).toBe(4);
      });
    });

    describe('paging', () => {
      test('to the end, forward and backward, gives the whole list once', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 13 }),
            fc.integer({ min: 1, max: 5 }),
            async (days, size) => {
              await wipe(database);
              await importRows(room, {
                accounts: days.map((day, index) =>
                  account(`P-${1000 + index}`, `C${index % 2}`, { openedOn: `2025-01-0${day}` }),
                ),
              });
              const whole = await pages(room, rootPage, 'first', 100);
              expect(whole).toHaveLength(days.length);
              expect(await pages(room, rootPage, 'first', size)).toEqual(whole);
              expect(await pages(room, rootPage, 'last', size)).toEqual(whole);
              expect(await pages(room, customerPage, 'first', size)).toEqual(whole);
              expect(await pages(room, customerPage, 'last', size)).toEqual(whole);
            },
          ),
          { numRuns: 25 },
        );
      });

      test('transactions booked in the same millisecond are each read once', async () => {
        await importRows(room, {
          accounts: [account('A-1', null)],
          transactions: Array.from({ length: 7 }, (_, index) =>
            booking(`T${index}`, 'A-1', { bookedAt: '2025-05-05T10:00:00.1239Z' }),
          ),
        });
        const whole = await pages(room, transactionPage, 'first', 100);
        expect(new Set(whole).size).toBe(7);
        expect(await pages(room, transactionPage, 'first', 2)).toEqual(whole);
        expect(await pages(room, transactionPage, 'last', 3)).toEqual(whole);
      });
    });
  });
}

function records(...texts: string[]) {
  return texts.map((text) => {
    const [division, localId] = text.split(':');
    return { division, localId };
  });
}

function cursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

const rootPage: PageQuery = async (room, args) =>
  (await room.ask(`{ accounts(${args}) { ${PAGE} } }`)).data.accounts;

const customerPage: PageQuery = async (room, args) => {
  const merged = { id: '1', sourceRecords: records('banking:C0', 'banking:C1') };
  const { data } = await room.asEntities('Customer', [merged], `accounts(${args}) { ${PAGE} }`);
  return data._entities[0]?.['accounts'];
};

const transactionPage: PageQuery = async (room, args) =>
  (await room.ask(`{ accounts { nodes { transactions(${args}) { ${PAGE} } } } }`)).data.accounts
    .nodes[0].transactions;
