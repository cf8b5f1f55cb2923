import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { lookIntoInbox } from '../../../subgraphs/insurance/file-drop/inbox.ts';
import { writeFileDrop } from '../../../subgraphs/insurance/file-drop/write-file-drop.ts';
import type { DropRow } from '../../../subgraphs/insurance/file-drop/write-file-drop.ts';
import { insuranceRoom } from '../../../subgraphs/insurance/main.ts';
import type { DatabasePool } from '../../../subgraphs/kit/database.ts';
import { startTestRoom } from '../../support/room-client.ts';
import type { TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { insuranceEvents, openTestInbox, wipeInsurance } from './drop-support.ts';
import type { TestInbox } from './drop-support.ts';
import { claim, policy } from './drop-rows.ts';

const NOW = new Date('2026-03-10T12:00:00Z');

for (const backend of testDatabases) {
  describe(`changes in insurance on ${backend.name}`, () => {
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

    describe('fileClaim', () => {
      const mutation = `mutation ($input: FileClaimInput!) {
        fileClaim(input: $input) { id status amount { amount } reportedOn description } }`;
      const input = (policyId: string, changes: object = {}) => ({
        policyId,
        claimId: 'W-1',
        amount: { amount: '50', currency: 'EUR' },
        occurredOn: '2026-03-01',
        description: 'broken window',
        ...changes,
      });

      test('filed several times at once is one claim, until a file says more', async () => {
        await drop('POLICIES', [policy('P1', 'H1')]);
        const id = await policyId();
        const answers = await Promise.all(
          [1, 2, 3].map(() => room.ask(mutation, { input: input(id) })),
        );
        for (const { data } of answers) {
          expect(data.fileClaim).toEqual({
            id: 'W-1',
            status: 'REPORTED',
            amount: { amount: '50.00' },
            reportedOn: '2026-03-10',
            description: 'broken window',
          });
        }
        await drop('CLAIMS', [claim('W-1', 'P1', { status: 'ACCEPTED', amount: '45.00' })]);
        const again = await room.ask(mutation, { input: input(id) });
        expect(again.data.fileClaim).toMatchObject({
          status: 'ACCEPTED',
          amount: { amount: '45.00' },
        });
        expect(await inbox.database.selectFrom('claim').selectAll().execute()).toHaveLength(1);
      });

      test.each<[string, object, string, string]>([
        [
          'a day before the policy',
          { occurredOn: '2024-12-31' },
          'POLICY_NOT_IN_FORCE',
          'must be in force on 2024-12-31',
        ],
        [
          'a day to come',
          { occurredOn: '2026-03-11' },
          'BAD_USER_INPUT',
          'no later than 2026-03-10',
        ],
        [
          'a negative amount',
          { amount: { amount: '-1', currency: 'EUR' } },
          'BAD_USER_INPUT',
          '0 or more',
        ],
        [
          'half a cent',
          { amount: { amount: '0.005', currency: 'EUR' } },
          'BAD_USER_INPUT',
          'at most 2 digits',
        ],
        ['an empty number', { claimId: ' ' }, 'BAD_USER_INPUT', '"claimId" must be given'],
        ['NUL in the text', { description: 'a\u0000b' }, 'BAD_USER_INPUT', 'without NUL'],
        ['no policy', { policyId: 'P1' }, 'BAD_USER_INPUT', 'No policy has the id "P1".'],
      ])('%s is refused', async (_, changes, code, message) => {
        await drop('POLICIES', [policy('P1', 'H1')]);
        const { data, errors } = await room.ask(mutation, {
          input: input(await policyId(), changes),
        });
        expect(data.fileClaim).toBeNull();
        expect(errors?.[0]?.extensions['code']).toBe(code);
        expect(errors?.[0]?.message).toContain(message);
        expect(await inbox.database.selectFrom('claim').selectAll().execute()).toEqual([]);
      });

      test('a number that another policy has is refused', async () => {
        await drop('POLICIES', [policy('P1', 'H1'), policy('P2', 'H1')]);
        const { data } = await room.ask('{ policies { nodes { id } } }');
        const [one, two] = data.policies.nodes as { id: string }[];
        await room.ask(mutation, { input: input(String(one?.id)) });
        const { errors } = await room.ask(mutation, { input: input(String(two?.id)) });
        expect(errors?.[0]?.message).toContain('a claim of another policy has it');
      });
    });

    describe('cancelPolicy', () => {
      const mutation = `mutation ($id: ID!, $on: Date!) {
        cancelPolicy(id: $id, effectiveOn: $on) { id status endsOn } }`;

      test('ends the policy and tells the company once', async () => {
        await drop('POLICIES', [policy('P1', 'H1')]);
        const id = await policyId();
        const answers = await Promise.all(
          [1, 2].map(() => room.ask(mutation, { id, on: '2026-04-30' })),
        );
        for (const { data } of answers) {
          expect(data.cancelPolicy).toEqual({ id, status: 'CANCELLED', endsOn: '2026-04-30' });
        }
        const closed = (await insuranceEvents(inbox.database)).filter(
          (event) => event.type === 'product.closed',
        );
        expect(closed).toMatchObject([
          {
            occurred_at: new Date('2026-04-30T00:00:00Z'),
            payload: { productId: id, localId: 'H1' },
          },
        ]);
      });

      test.each(['QUOTED', 'LAPSED', 'CANCELLED', 'EXPIRED'])(
        'a policy that is %s is refused',
        async (status) => {
          await drop('POLICIES', [policy('P1', 'H1', { status })]);
          const { errors } = await room.ask(mutation, { id: await policyId(), on: '2026-04-30' });
          expect(errors?.[0]?.extensions['code']).toBe('POLICY_NOT_IN_FORCE');
          expect(errors?.[0]?.message).toContain(`but is ${status}.`);
        },
      );

      test.each(['2024-12-31', '2027-01-01'])(
        'the day %s outside of the term is refused',
        async (on) => {
          await drop('POLICIES', [policy('P1', 'H1')]);
          const { errors } = await room.ask(mutation, { id: await policyId(), on });
          expect(errors?.[0]?.message).toContain('must be a day of 2025-01-01 to 2026-12-31');
        },
      );

      test('a night that repeats the old row leaves it cancelled; one that changed the row wins', async () => {
        await drop('POLICIES', [policy('P1', 'H1')]);
        const id = await policyId();
        await room.ask(mutation, { id, on: '2026-04-30' });
        await drop('POLICIES', [policy('P1', 'H1'), policy('P2', 'H1')]);
        expect(
          (await room.ask('query ($id: ID!) { policy(id: $id) { status } }', { id })).data.policy
            .status,
        ).toBe('CANCELLED');
        await drop('POLICIES', [policy('P1', 'H1', { premium_amount: '130' })]);
        expect(
          (await room.ask('query ($id: ID!) { policy(id: $id) { status } }', { id })).data.policy
            .status,
        ).toBe('IN_FORCE');
        const told = (await insuranceEvents(inbox.database)).filter(
          ({ payload }) => payload.productId === id,
        );
        expect(told.map((event) => event.type)).toEqual([
          'product.opened',
          'product.closed',
          'product.opened',
        ]);
      });
    });
  });
}
