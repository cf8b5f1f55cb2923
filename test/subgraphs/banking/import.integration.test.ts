import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bankingRoom } from '../../../subgraphs/banking/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom } from '../../support/room-client.ts';
import type { TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { account, booking, card, customer, eventsOf, importRows, wipe } from './bank-rows.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

for (const backend of testDatabases) {
  describe(`importBankingRecords on ${backend.name}`, () => {
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

    const reasons = async (input: object) =>
      (await importRows(room, input)).rejections.map((rejection) => rejection.reason);

    test('is not for another division to send', async () => {
      const text = 'mutation { importBankingRecords(input: {}) { accepted } }';
      const { errors } = await room.ask(text, {}, { division: 'insurance' });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      const own = await room.ask(text, {}, { division: 'banking' });
      expect(own.data.importBankingRecords).toEqual({ accepted: 0 });
    });

    test('a batch may name what it brings itself, and again changes nothing', async () => {
      const batch = {
        transactions: [booking('T1', 'A-1')],
        cards: [card('K1', 'A-1')],
        accounts: [account('A-1', 'C1')],
        customers: [customer('C1')],
      };
      expect(await importRows(room, batch)).toEqual({
        accepted: 4,
        unchanged: 0,
        rejected: 0,
        rejections: [],
      });
      expect(await importRows(room, batch)).toMatchObject({
        accepted: 0,
        unchanged: 4,
        rejected: 0,
      });
      expect(await eventsOf(database, 'customer.recorded')).toHaveLength(1);
      expect(await eventsOf(database, 'product.opened')).toHaveLength(1);
    });

    test('an empty batch is nothing', async () => {
      expect(await importRows(room, {})).toMatchObject({ accepted: 0, unchanged: 0, rejected: 0 });
      expect(await importRows(room, { accounts: [] })).toMatchObject({ accepted: 0 });
    });

    test('a customer is told to the company as the central database takes it', async () => {
      await importRows(room, {
        customers: [
          customer('C1', {
            version: '3',
            additionalName: 'B.',
            birthDate: '29.02.1980',
            gender: 'f',
            nationalId: '123',
            nationalIdScheme: 'US-SSN',
            email: 'ada@example.org',
            emailVerified: true,
            phone: '0505 55501',
            streetAddress: '1 Main St',
            locality: 'Town',
            region: 'NM',
            postalCode: '87101',
            country: 'US',
          }),
          customer('C2', { givenName: null, familyName: '', country: 'DE', nationalId: '9' }),
        ],
      });
      expect((await eventsOf(database, 'customer.recorded')).map(({ payload }) => payload)).toEqual(
        [
          {
            division: 'banking',
            localId: 'C1',
            record: {
              localId: 'C1',
              version: '3',
              name: { given: 'Ada', additional: 'B.', family: 'Example' },
              birthDate: '29.02.1980',
              gender: 'f',
              country: 'US',
              identifiers: [{ scheme: 'US-SSN', value: '123' }],
              emails: [{ address: 'ada@example.org', verified: true }],
              phones: [{ number: '0505 55501' }],
              addresses: [
                {
                  streetAddress: '1 Main St',
                  locality: 'Town',
                  region: 'NM',
                  postalCode: '87101',
                  country: 'US',
                },
              ],
            },
          },
          {
            division: 'banking',
            localId: 'C2',
            record: {
              localId: 'C2',
              version: '1',
              country: 'DE',
              identifiers: [{ scheme: 'DE-NATIONAL', value: '9' }],
            },
          },
        ],
      );
    });

    test('of a customer only a higher version counts, also within a batch', async () => {
      const result = await importRows(room, {
        customers: [
          customer('C1', { version: '9', givenName: 'Nine' }),
          customer('C1', { version: '10', givenName: 'Ten' }),
          customer('C1', { version: '2', givenName: 'Two' }),
        ],
      });
      expect(result).toMatchObject({ accepted: 2, unchanged: 1, rejected: 0 });
      const told = await eventsOf(database, 'customer.recorded');
      expect(told.map(({ payload }) => payload.record.name.given)).toEqual(['Nine', 'Ten']);
      expect(
        await importRows(room, { customers: [customer('C1', { version: '10' })] }),
      ).toMatchObject({
        unchanged: 1,
      });
    });

    test('bad rows are rejected with all their reasons and the others are taken', async () => {
      const result = await importRows(room, {
        accounts: [
          account('A-1', null),
          account('A-2', null, {
            kind: 'GIRO',
            openedOn: '31.12.2025',
            balance: { amount: '1,5', currency: 'EUR' },
          }),
          account('A-3', null, { balance: { amount: '1.005', currency: 'EUR' } }),
          account('A-4', null, { balance: null }),
        ],
        transactions: [
          booking('T1', 'A-1'),
          booking('T2', 'nowhere'),
          booking('T3', 'A-1', { amount: '1.234', bookedAt: '2025-05-05T10:00:00Z' }),
          booking('T4', 'A-1', { bookedAt: '2025-05-05 10:00' }),
        ],
        cards: [card('K1', 'A-2'), card('K2', 'A-1', { lastFour: '12345', network: null })],
      });
      expect(result).toMatchObject({ accepted: 2, unchanged: 0, rejected: 8 });
      expect(result.rejections).toContainEqual({
        index: 1,
        key: 'A-2',
        reason:
          'accounts[1]: Field "kind" must be one of CHECKING, SAVINGS, CREDIT_CARD, DEPOSIT, but got: "GIRO". ' +
          'Field "openedOn" must be a calendar date such as 2026-01-31, but got: "31.12.2025". ' +
          'In "balance": Field "amount" must be a decimal number with at most 18 digits before and 2 after the point, but got: "1,5".',
      });
      const texts = result.rejections.map(({ reason }) => reason);
      expect(texts[1]).toContain('and 2 after the point, but got: "1.005".');
      expect(texts[2]).toContain(
        'Field "currency" must be an ISO 4217 code such as EUR, but got: nothing.',
      );
      expect(texts[3]).toBe(
        'cards[0]: Field "accountNumber" must be the number of a known account, but got: "A-2".',
      );
      expect(texts[4]).toContain('"lastFour" must be four digits, but got: "12345".');
      expect(texts[4]).toContain(
        '"network" must be one of VISA, MASTERCARD, AMEX, OTHER, but got: nothing.',
      );
      expect(texts[5]).toContain('transactions[1]: Field "accountNumber"');
      expect(texts[6]).toContain('transactions[2]: Field "amount"');
      expect(texts[7]).toContain('"bookedAt" must be an RFC 3339 time');
    });

    test.each<[string, object, string]>([
      ['closed without a day', { status: 'CLOSED' }, 'given when the account is closed'],
      ['open with a closing day', { closedOn: '2025-02-01' }, 'empty unless the account is closed'],
      [
        'closed before it opened',
        { status: 'CLOSED', closedOn: '2024-02-01' },
        'no earlier than 2025-01-01',
      ],
      ['NUL in its number', { number: 'A\u0000' }, 'without NUL'],
      ['a number too long', { number: 'A'.repeat(101) }, 'at most 100 characters'],
      ['no number', { number: '' }, 'Field "number" must be given, but got: nothing.'],
      [
        'a balance no table holds',
        { balance: { amount: '9'.repeat(60), currency: 'EUR' } },
        '18 digits before',
      ],
    ])('an account with %s is rejected', async (_, changes, reason) => {
      const [text] = await reasons({ accounts: [account('A-1', null, changes)] });
      expect(text).toContain(reason);
    });

    test('a number twice in a batch counts once when equal, and is rejected when not', async () => {
      const result = await importRows(room, {
        accounts: [
          account('A-1', null),
          account('A-1', null),
          account('A-1', null, { kind: 'SAVINGS' }),
        ],
      });
      expect(result).toMatchObject({ accepted: 1, unchanged: 1, rejected: 1 });
      expect(result.rejections[0]?.reason).toBe(
        'accounts[2]: Number "A-1" stands twice in this batch with other content, first at 0.',
      );
    });

    test('opening and closing are told with the times of the world, once', async () => {
      const events = async () => [
        ...(await eventsOf(database, 'product.opened')).map((event) => [
          'opened',
          event.occurredAt,
          event.payload.localId,
        ]),
        ...(await eventsOf(database, 'product.closed')).map((event) => [
          'closed',
          event.occurredAt,
          event.payload.localId,
        ]),
      ];
      const closed = { status: 'CLOSED', closedOn: '2025-09-30' };
      await importRows(room, { accounts: [account('A-1', null), account('A-2', 'C2', closed)] });
      const second = [
        ['opened', '2025-01-01T00:00:00.000Z', 'C2'],
        ['closed', '2025-09-30T00:00:00.000Z', 'C2'],
      ];
      expect(await events()).toEqual(second);
      await importRows(room, { accounts: [account('A-1', 'C1')] });
      expect(await events()).toContainEqual(['opened', '2025-01-01T00:00:00.000Z', 'C1']);
      await importRows(room, { accounts: [account('A-1', 'C1', closed)] });
      await importRows(room, { accounts: [account('A-1', 'C1', { ...closed, kind: 'SAVINGS' })] });
      expect(await events()).toHaveLength(4);
      await importRows(room, { accounts: [account('A-1', 'C1')] });
      expect(await events()).toContainEqual(['opened', NOW.toISOString(), 'C1']);
    });

    test('an account keeps its id when it comes again with other content', async () => {
      const ids = async () =>
        (await room.ask('{ accounts { nodes { id kind } } }')).data.accounts.nodes;
      await importRows(room, { accounts: [account('A-1', null)] });
      const [before] = await ids();
      await importRows(room, { accounts: [account('A-1', null, { kind: 'DEPOSIT' })] });
      expect(await ids()).toEqual([{ id: before.id, kind: 'DEPOSIT' }]);
    });

    test('the same batch sent four times at once counts once', async () => {
      const numbers = Array.from({ length: 600 }, (_, index) => index);
      const batch = {
        customers: numbers.map((number) => customer(`C${number}`)),
        accounts: numbers.map((number) => account(`A-${number}`, `C${number}`)),
        transactions: numbers.map((number) => booking(`T${number}`, `A-${number % 7}`)),
      };
      const results = await Promise.all([1, 2, 3, 4].map(() => importRows(room, batch)));
      expect(results.reduce((sum, result) => sum + result.accepted, 0)).toBe(1_800);
      expect(results.reduce((sum, result) => sum + result.unchanged, 0)).toBe(3 * 1_800);
      expect(await eventsOf(database, 'product.opened')).toHaveLength(600);
      expect(await eventsOf(database, 'customer.recorded')).toHaveLength(600);
    });

    test('more than 5,000 rows are refused whole', async () => {
      const customers = Array.from({ length: 5_001 }, (_, index) => customer(`C${index}`));
      await expect(importRows(room, { customers })).rejects.toThrow(
        'must hold at most 5000 rows, but got: 5001.',
      );
    });
  });
}
