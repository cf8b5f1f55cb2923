import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { openInProcessEventBus } from '../../../subgraphs/kit/in-process-event-bus.ts';
import { lendingRoom } from '../../../subgraphs/lending/main.ts';
import type { RunningLoanServicing } from '../../../subgraphs/lending/loan-servicing/start-loan-servicing.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import {
  API_KEY,
  call,
  eventually,
  loanRow,
  money,
  newDirectory,
  startServicing,
} from './servicing.ts';

const source = (...localIds: string[]) => ({
  sourceRecords: localIds.map((localId) => ({ division: 'lending', localId })),
});

for (const backend of testDatabases) {
  describe(`lending on ${backend.name}`, () => {
    let system: RunningLoanServicing;
    let room: TestRoom;
    const events: AnyDomainEvent[] = [];

    beforeAll(async () => {
      system = await startServicing(await newDirectory());
      const bus = openInProcessEventBus();
      await bus.subscribe({
        name: 'test',
        types: ['customer.recorded', 'product.opened', 'product.closed'],
        handle(batch) {
          events.push(...batch);
          return Promise.resolve();
        },
      });
      room = await startTestRoom(lendingRoom, {
        database: await backend.open(),
        events: bus,
        settings: {
          LOAN_SERVICING_URL: system.url,
          LOAN_SERVICING_API_KEY: API_KEY,
          LENDING_POLL_MS: '20',
        },
      });
    });
    afterAll(async () => {
      await room.stop();
      await room.database.close();
      await system.stop();
    });

    const importRecords = async (input: object) => {
      const text = `mutation ($input: LendingRecordsInput!) { importLendingRecords(input: $input) {
        accepted unchanged rejected rejections { index key reason } } }`;
      const { data, errors } = await room.ask(text, { input });
      expect(errors).toBeUndefined();
      return data.importLendingRecords;
    };
    const graphRow = (id: string, borrowerLocalId: string | null, changes: object = {}) => {
      const { borrower: _, ...row } = loanRow(id, '', changes);
      return { ...row, borrowerLocalId };
    };

    test('takes no records from another division', async () => {
      const text = 'mutation { importLendingRecords(input: {}) { accepted } }';
      const { errors } = await room.ask(text, {}, { division: 'banking' });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    });

    test('takes records row by row, and the same ones again without a change', async () => {
      const input = {
        borrowers: [
          { localId: 'B1', version: '1', givenName: 'Ana', familyName: 'Ruiz' },
          { localId: 'B2', version: '1', fullName: 'Bo Lind' },
          { localId: '..', version: '1' },
        ],
        loans: [
          graphRow('L1', 'B1', {
            payments: [{ id: 'P1', paidOn: '2026-02-01', amount: '400.00' }],
          }),
          graphRow('L2', 'B1', { status: 'REPAID', outstanding: money('0') }),
          graphRow('L3', 'B2'),
          graphRow('L4', null),
          graphRow('L5', 'B2', { principal: money('-1') }),
          graphRow('L3', 'B2', { purpose: 'another' }),
        ],
      };
      const rejections = [
        { index: 2, key: '..', reason: expect.stringContaining('borrowers[2]') },
        { index: 4, key: 'L5', reason: expect.stringContaining('must be above zero') },
        { index: 5, key: 'L3', reason: expect.stringContaining('stands twice') },
      ];
      expect(await importRecords(input)).toEqual({
        accepted: 6,
        unchanged: 0,
        rejected: 3,
        rejections,
      });
      expect(await importRecords(input)).toEqual({
        accepted: 0,
        unchanged: 6,
        rejected: 3,
        rejections,
      });
    });

    test('tells the other rooms of customers and products, once each', async () => {
      await eventually(
        () => Promise.resolve(events.length),
        (count) => count === 6,
      );
      const told = events.map(({ type, payload }) => [
        type,
        (payload as { localId: string }).localId,
      ]);
      expect(told).toEqual([
        ['customer.recorded', 'B1'],
        ['customer.recorded', 'B2'],
        ['product.opened', 'B1'],
        ['product.opened', 'B1'],
        ['product.closed', 'B1'],
        ['product.opened', 'B2'],
      ]);
    });

    test('answers a customer with the loans of all their borrower numbers, page by page', async () => {
      const selection = (args: string) =>
        `loans(${args}) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
      const ask = async (args: string) => {
        const ref = source('B1', 'B2', 'none', '..');
        const { data, errors } = await room.asEntities(
          'Customer',
          [{ id: '1', ...ref }],
          selection(args),
        );
        expect(errors).toBeUndefined();
        const { nodes, totalCount, pageInfo } = data._entities[0]?.['loans'] ?? {};
        expect(totalCount).toBe(3);
        return { ids: nodes.map(({ id }: { id: string }) => id), pageInfo };
      };
      const first = await ask('first: 2');
      expect(first).toMatchObject({ ids: ['L1', 'L2'], pageInfo: { hasNextPage: true } });
      const second = await ask(`first: 2, after: "${first.pageInfo.endCursor}"`);
      expect(second).toMatchObject({
        ids: ['L3'],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      });
      expect(await ask(`last: 2, before: "${second.pageInfo.startCursor}"`)).toMatchObject({
        ids: ['L1', 'L2'],
        pageInfo: { hasPreviousPage: false },
      });
      expect(await ask('last: 1')).toMatchObject({
        ids: ['L3'],
        pageInfo: { hasPreviousPage: true },
      });
    });

    test('answers many customers with one call of the system, each with their own', async () => {
      const customers = [
        { id: '1', ...source('B1') },
        { id: '2', ...source('B2') },
        { id: '3', ...source('nobody') },
        { id: '4', sourceRecords: [{ division: 'banking', localId: 'B1' }] },
        { id: '5', sourceRecords: null },
      ];
      await call(system.url, 'PUT /admin/faults', { delayMs: 400 });
      const started = performance.now();
      const { data } = await room.asEntities(
        'Customer',
        customers,
        'loans(first: 5) { nodes { id borrower { sourceRef { division localId } } payments { totalCount nodes { id paidOn amount { amount currency } } } } }',
      );
      const lists = data._entities.map((customer) => customer?.['loans']?.nodes);
      expect(lists.map((nodes) => nodes?.map(({ id }: { id: string }) => id))).toEqual([
        ['L1', 'L2'],
        ['L3'],
        [],
        [],
        undefined,
      ]);
      expect(lists[0][0]).toMatchObject({
        borrower: { sourceRef: { division: 'lending', localId: 'B1' } },
        payments: {
          totalCount: 1,
          nodes: [{ id: 'P1', paidOn: '2026-02-01', amount: money('400.00') }],
        },
      });
      // Two calls of 400 ms: one for all loans, one for all payments.
      expect(performance.now() - started).toBeLessThan(2_400);
      await call(system.url, 'PUT /admin/faults', {});
    });

    test('has its own loans at the root, filtered and counted', async () => {
      const { data } = await room.ask(
        '{ loans(first: 2, filter: { status: ACTIVE }) { nodes { id status } totalCount } loan(id: "L2") { id interestRate termMonths startedOn principal { amount } } none: loan(id: "none") { id } odd: loan(id: "..") { id } }',
      );
      expect(data).toEqual({
        loans: {
          nodes: [
            { id: 'L1', status: 'ACTIVE' },
            { id: 'L3', status: 'ACTIVE' },
          ],
          totalCount: 3,
        },
        loan: {
          id: 'L2',
          interestRate: '4.9',
          termMonths: 36,
          startedOn: '2026-01-15',
          principal: { amount: '1000.00' },
        },
        none: null,
        odd: null,
      });
    });

    test.each([
      ['first: 0', 'must be 1 to 100'],
      ['after: "bm9uc2Vuc2U"', 'A cursor must be one'],
      [`after: "${Buffer.from('["a","b"]').toString('base64url')}"`, 'A cursor must be one'],
      [
        `after: "${Buffer.from(JSON.stringify(['x'.repeat(9000)])).toString('base64url')}"`,
        'A cursor must be one',
      ],
    ])('refuses the page %s', async (args, message) => {
      const { errors } = await room.ask(`{ loans(${args}) { nodes { id } } }`);
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(errors?.[0]?.message).toContain(message);
    });

    const apply = (borrowerLocalId: string, requestId: string | null) =>
      room.ask(
        'mutation ($input: LoanApplicationInput!) { applyForLoan(input: $input) { id status outstanding { amount } } }',
        {
          input: {
            borrowerLocalId,
            requestId,
            purpose: 'roof',
            principal: money('9000'),
            termMonths: 60,
          },
        },
      );

    test('files an application, once a request id', async () => {
      const first = await apply('B1', 'r-1');
      expect(first.data.applyForLoan).toMatchObject({ status: 'APPLIED', outstanding: null });
      expect((await apply('B1', 'r-1')).data).toEqual(first.data);
      expect((await apply('B1', null)).data.applyForLoan.id).not.toBe(first.data.applyForLoan.id);
      expect((await apply('B2', 'r-1')).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect((await apply('none', null)).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    });

    const pay = (loanId: string, paymentId: string, amount: string) =>
      room.ask(
        'mutation ($input: LoanPaymentInput!) { recordLoanPayment(input: $input) { status outstanding { amount } } }',
        { input: { loanId, paymentId, amount: money(amount), paidOn: '2026-06-01' } },
      );

    test('books a payment once, and says when a loan is not to be repaid', async () => {
      await pay('L1', 'P2', '100.00');
      expect((await pay('L1', 'P2', '100.00')).data.recordLoanPayment.outstanding.amount).toBe(
        '500.00',
      );
      expect((await pay('L1', 'P3', '500.01')).errors?.[0]?.extensions['code']).toBe(
        'LOAN_NOT_REPAYABLE',
      );
      expect((await pay('L2', 'P3', '1')).errors?.[0]?.extensions['code']).toBe(
        'LOAN_NOT_REPAYABLE',
      );
      expect((await pay('../batch', 'P3', '1')).errors?.[0]?.extensions['code']).toBe(
        'BAD_USER_INPUT',
      );
      expect((await pay('..', 'P3', '1')).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect((await pay('L1', 'P3', '500.00')).data.recordLoanPayment.status).toBe('REPAID');
    });

    test('takes more rows than one call has room for', async () => {
      const loans = Array.from({ length: 1_201 }, (_, n) =>
        graphRow(`M${String(n).padStart(4, '0')}`, 'B9'),
      );
      expect(await importRecords({ loans })).toMatchObject({ accepted: 1_201, rejected: 0 });
      const { data } = await room.asEntities(
        'Customer',
        [{ id: '9', ...source('B9') }],
        'loans(last: 1) { nodes { id } totalCount }',
      );
      expect(data._entities[0]?.['loans']).toEqual({ nodes: [{ id: 'M1200' }], totalCount: 1_201 });
      await eventually(
        () => Promise.resolve(events.filter(({ type }) => type === 'product.opened').length),
        (count) => count === 3 + 1_201,
      );
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    });
  });
}
