import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bankingRoom } from '../../../subgraphs/banking/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom } from '../../support/room-client.ts';
import type { TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { account, card, customer, eventsOf, importRows, wipe } from './bank-rows.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

for (const backend of testDatabases) {
  describe(`changes in banking on ${backend.name}`, () => {
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

    describe('openAccount and closeAccount', () => {
      const open = `mutation ($input: OpenAccountInput!) {
        openAccount(input: $input) { id status openedOn balance { amount currency } } }`;
      const close =
        'mutation ($id: ID!) { closeAccount(id: $id) { id status closedOn cards { status } } }';

      test('an account is opened for a known customer and told to the company', async () => {
        await importRows(room, { customers: [customer('C1')] });
        const { data } = await room.ask(open, { input: openInput('C1') });
        expect(data.openAccount).toMatchObject({
          status: 'OPEN',
          openedOn: '2026-03-10',
          balance: { amount: '0.00', currency: 'EUR' },
        });
        expect(await eventsOf(database, 'product.opened')).toEqual([
          {
            occurredAt: NOW.toISOString(),
            payload: {
              productId: data.openAccount.id,
              kind: 'ACCOUNT',
              division: 'banking',
              localId: 'C1',
            },
          },
        ]);
      });

      test('an unknown customer is refused and nothing is written', async () => {
        const { data, errors } = await room.ask(open, { input: openInput('nobody') });
        expect(data.openAccount).toBeNull();
        expect(errors?.[0]).toMatchObject({
          message:
            'Field "holderLocalId" must be a customer number of the bank, but got: "nobody".',
          extensions: { code: 'BAD_USER_INPUT' },
        });
        expect(await openedIds()).toEqual([]);
      });

      test('the same request sent twice at once opens one account', async () => {
        await importRows(room, { customers: [customer('C1')] });
        const input = { ...openInput('C1'), requestId: 'r-1' };
        const answers = await Promise.all([1, 2, 3].map(() => room.ask(open, { input })));
        expect(new Set(answers.map(({ data }) => data.openAccount.id)).size).toBe(1);
        expect(await eventsOf(database, 'product.opened')).toHaveLength(1);
        const other = await room.ask(open, { input: { ...input, kind: 'SAVINGS' } });
        expect(other.errors?.[0]?.message).toContain('"requestId" must be new');
      });

      test('numbers that an import took are passed over', async () => {
        await importRows(room, { customers: [customer('C1')] });
        await room.ask(open, { input: openInput('C1') });
        const { rows } = await database.pool.query('select number from banking.account');
        const next = `SB${String(Number(rows[0].number.slice(2)) + 1).padStart(10, '0')}`;
        await importRows(room, { accounts: [account(next, null)] });
        const { errors } = await room.ask(open, { input: openInput('C1') });
        expect(errors).toBeUndefined();
        expect(await openedIds()).toHaveLength(3);
      });

      test.each(['0.01', '-3'])('an account with %s in it stays open', async (amount) => {
        await importRows(room, {
          accounts: [account('A-1', 'C1', { balance: { amount, currency: 'EUR' } })],
        });
        const [id] = await openedIds();
        const { data, errors } = await room.ask(close, { id });
        expect(data.closeAccount).toBeNull();
        expect(errors?.[0]?.extensions['code']).toBe('ACCOUNT_NOT_EMPTY');
        expect(errors?.[0]?.message).toBe(
          `Account "${String(id)}" must have a balance of zero to be closed, but it has another.`,
        );
        expect(await eventsOf(database, 'product.closed')).toEqual([]);
      });

      test('closing twice closes once and blocks the cards', async () => {
        await importRows(room, {
          accounts: [account('A-1', 'C1')],
          cards: [card('K1', 'A-1'), card('K2', 'A-1', { status: 'EXPIRED' })],
        });
        const [id] = await openedIds();
        const [first, second] = await Promise.all([
          room.ask(close, { id }),
          room.ask(close, { id }),
        ]);
        expect(first.data.closeAccount).toEqual({
          id,
          status: 'CLOSED',
          closedOn: '2026-03-10',
          cards: [{ status: 'BLOCKED' }, { status: 'EXPIRED' }],
        });
        expect(second.data).toEqual(first.data);
        expect(await eventsOf(database, 'product.closed')).toHaveLength(1);
      });

      test('an id of no account is refused', async () => {
        const { errors } = await room.ask(close, { id: 'x' });
        expect(errors?.[0]).toMatchObject({
          message: 'No account has the id "x".',
          extensions: { code: 'BAD_USER_INPUT' },
        });
      });
    });

    describe('blockCard', () => {
      const block =
        'mutation ($id: ID!, $reason: String!) { blockCard(id: $id, reason: $reason) { id status } }';

      async function cardId(): Promise<string> {
        const { data } = await room.ask('{ accounts { nodes { cards { id } } } }');
        return data.accounts.nodes[0].cards[0].id;
      }

      test('a blocked card stays blocked when the same import comes again', async () => {
        const rows = { accounts: [account('A-1', null)], cards: [card('K1', 'A-1')] };
        await importRows(room, rows);
        const id = await cardId();
        const { data } = await room.ask(block, { id, reason: 'lost' });
        expect(data.blockCard).toEqual({ id, status: 'BLOCKED' });
        await room.ask(block, { id, reason: 'stolen' });
        expect(await importRows(room, rows)).toMatchObject({ accepted: 0, unchanged: 2 });
        const { rows: cards } = await database.pool.query('select * from banking.card');
        expect(cards).toMatchObject([{ status: 'BLOCKED', blocked_reason: 'lost' }]);
      });

      test('a card past its date shows as expired and cannot be blocked', async () => {
        await importRows(room, {
          accounts: [account('A-1', null)],
          cards: [card('K1', 'A-1', { expiresOn: '2026-03-09' })],
        });
        const { data } = await room.ask('{ accounts { nodes { cards { status } } } }');
        expect(data.accounts.nodes[0].cards).toEqual([{ status: 'EXPIRED' }]);
        const { errors } = await room.ask(block, { id: await cardId(), reason: 'lost' });
        expect(errors?.[0]?.message).toContain('but it expired on 2026-03-09.');
      });

      test('an empty reason is refused', async () => {
        const { errors } = await room.ask(block, { id: 'x', reason: '  ' });
        expect(errors?.[0]?.message).toBe(
          'Argument "reason" must be 1 to 500 characters, but got 0.',
        );
      });
    });
  });
}

function openInput(holderLocalId: string) {
  return { holderLocalId, kind: 'CHECKING', currency: 'EUR' };
}
