import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { readDescription } from '../../../../subgraphs/lending/loan-servicing/description.ts';
import { operations } from '../../../../subgraphs/lending/loan-servicing/operations.ts';
import type { RunningLoanServicing } from '../../../../subgraphs/lending/loan-servicing/start-loan-servicing.ts';
import { call, loanRow, money, newDirectory, startServicing, type Reply } from '../servicing.ts';

let system: RunningLoanServicing;
const ask = (request: string, body?: unknown, key?: string | null) =>
  call(system.url, request, body, key);

beforeAll(async () => {
  system = await startServicing(await newDirectory());
  await ask('POST /batch', {
    borrowers: [{ localId: 'B1', version: '1', givenName: 'Ana', birthDate: '1980-01-02' }],
    loans: [
      loanRow('L1', 'B1', { payments: [{ id: 'P1', paidOn: '2026-02-01', amount: '400.00' }] }),
      loanRow('L2', 'B1', { status: 'APPLIED', outstanding: null }),
      loanRow('L3', 'B3'),
    ],
  });
});
afterAll(() => system.stop());
beforeEach(async () => {
  await ask('PUT /admin/faults', {});
});

const description = readDescription();

/** Calls that together reach every operation, answered well and refused. */
const calls: readonly (readonly [string, string, unknown?])[] = [
  ['getHealth', 'GET /health'],
  ['getDescription', 'GET /openapi.json'],
  ['listLoans', 'GET /loans?borrower=B1&status=ACTIVE&limit=1'],
  ['listLoans', 'GET /loans?limit=0'],
  [
    'applyForLoan',
    'POST /loans',
    { borrower: 'B1', purpose: 'x', principal: money('5'), termMonths: 5 },
  ],
  [
    'applyForLoan',
    'POST /loans',
    { borrower: 'none', purpose: 'x', principal: money('5'), termMonths: 5 },
  ],
  ['getLoan', 'GET /loans/L1'],
  ['getLoan', 'GET /loans/none'],
  [
    'recordPayment',
    'POST /loans/L1/payments',
    { paymentId: 'P9', amount: money('1'), paidOn: '2026-03-01' },
  ],
  [
    'recordPayment',
    'POST /loans/L2/payments',
    { paymentId: 'P9', amount: money('1'), paidOn: '2026-03-01' },
  ],
  ['listBorrowerLoans', 'GET /borrowers/loans?borrower=B1&borrower=none'],
  ['listPayments', 'GET /payments?loan=L1&loan=none'],
  ['putBorrower', 'PUT /borrowers/B2', { localId: 'B2', version: '1', email: null }],
  ['putBorrower', 'PUT /borrowers/B2', { localId: 'B3', version: '1' }],
  ['importBatch', 'POST /batch', { borrowers: [{ localId: 7 }], loans: [{}] }],
  ['listChanges', 'GET /changes?after=1&limit=2'],
  ['getFaults', 'GET /admin/faults'],
  ['putFaults', 'PUT /admin/faults', { delayMs: 1 }],
];

describe('server and description', () => {
  test('have the same operations', () => {
    expect(description.operations.map(({ id }) => id).sort()).toEqual(
      Object.keys(operations).sort(),
    );
    expect([...new Set(calls.map(([id]) => id))].sort()).toEqual(Object.keys(operations).sort());
  });

  test.each(calls)('%s: %s answers as described', async (...[id, request, body]) => {
    const reply = await ask(request, body);
    expect(await faultOf(id, reply)).toBeNull();
  });

  test('the served description is OpenAPI 3.1 with every path', async () => {
    const { body } = await ask('GET /openapi.json', undefined, null);
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toHaveLength(11);
    expect(body).toEqual(description.document);
  });

  test('a key that the description does not have is refused', async () => {
    const { status, body } = await ask('GET /loans?colour=red');
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe('the key', () => {
  test.each([null, '', 'wrong', 'Bearer'])('%j opens nothing', async (key) => {
    for (const request of ['GET /loans', 'GET /loans/L1', 'GET /changes', 'GET /admin/faults']) {
      expect(await ask(request, undefined, key)).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
    }
  });
});

describe('payments', () => {
  const pay = (paymentId: string, amount: string, loan = 'L3', currency = 'EUR') =>
    ask(`POST /loans/${loan}/payments`, {
      paymentId,
      amount: money(amount, currency),
      paidOn: '2026-05-01',
    });

  test('sent twice are booked once, also at the same moment', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => pay('same', '100.00')));
    expect(replies.map(({ body }) => body.outstanding.amount)).toEqual(Array(10).fill('500.00'));
    const { body } = await ask('GET /payments?loan=L3');
    expect(body.loans[0]).toMatchObject({ total: 1 });
  });

  test('with one number and other content are refused', async () => {
    expect(await pay('same', '99.00')).toMatchObject({
      status: 409,
      body: { code: 'PAYMENT_CONFLICT' },
    });
  });

  test.each([
    ['500.01', 'EUR', 409, 'LOAN_NOT_REPAYABLE'],
    ['0', 'EUR', 400, 'INVALID_REQUEST'],
    ['-5', 'EUR', 400, 'INVALID_REQUEST'],
    ['5', 'USD', 400, 'INVALID_REQUEST'],
  ])('of %s %s are refused', async (amount, currency, status, code) => {
    expect(await pay('other', amount, 'L3', currency)).toMatchObject({ status, body: { code } });
  });

  test('of too much are refused without saying what is owed', async () => {
    const { message } = (await pay('other', '99999', 'L3')).body;
    expect(message).toBe('A payment for loan "L3" must be at most what is owed, but is more.');
  });

  test('of all that is owed end the loan, and can still be repeated', async () => {
    expect((await pay('last', '500.00')).body).toMatchObject({
      status: 'REPAID',
      closedOn: '2026-05-01',
    });
    expect((await pay('last', '500.00')).body.status).toBe('REPAID');
    expect((await pay('more', '1')).body.code).toBe('LOAN_NOT_REPAYABLE');
  });
});

describe('hostile numbers', () => {
  test.each(['..', '.', '../../etc/passwd', '__proto__', 'constructor', "'; drop table loan; --"])(
    'the loan %j is not there',
    async (id) => {
      const { status } = await ask(`GET /loans/${encodeURIComponent(id)}`);
      expect([400, 404]).toContain(status);
    },
  );

  test('are kept as text when they can be one, and are found again', async () => {
    const id = '../a b/ü?&#%2e';
    const { body } = await ask('POST /batch', { loans: [loanRow(id, '__proto__')] });
    expect(body.results).toEqual([{ key: id, outcome: 'accepted', reason: null }]);
    expect((await ask(`GET /loans/${encodeURIComponent(id)}`)).body.id).toBe(id);
    expect((await ask('GET /borrowers/loans?borrower=__proto__')).body.borrowers[0].total).toBe(1);
  });

  test.each(['..', '', 'a\u0000b', 'x'.repeat(129)])('%j is no number', async (localId) => {
    const { body } = await ask('POST /batch', { borrowers: [{ localId, version: '1' }] });
    expect(body.results[0].outcome).toBe('rejected');
  });
});

describe('borrowers', () => {
  test('are replaced by a higher version only', async () => {
    const put = (version: string, givenName: string) =>
      ask('PUT /borrowers/V', { localId: 'V', version, givenName });
    await put('9', 'nine');
    expect((await put('10', 'ten')).body.givenName).toBe('ten');
    expect((await put('9.5', 'late')).body.givenName).toBe('ten');
    expect((await put('10.0', 'same')).body.givenName).toBe('ten');
  });
});

describe('faults', () => {
  test('fail the share asked for, and end when they are taken off', async () => {
    await ask('PUT /admin/faults', { failRate: 0.5, status: 502 });
    const replies = await Promise.all(Array.from({ length: 60 }, () => ask('GET /loans?limit=1')));
    const failed = replies.filter(({ status }) => status === 502).length;
    expect(failed).toBeGreaterThan(10);
    expect(failed).toBeLessThan(50);
    expect((await ask('GET /health')).status).toBe(200);
    await ask('PUT /admin/faults', {});
    expect((await ask('GET /loans?limit=1')).status).toBe(200);
  });
});

/** Why a reply is not what the description promises of the operation, or null. */
async function faultOf(id: string, { status, body }: Reply): Promise<string | null> {
  const operation = description.operations.find((one) => one.id === id);
  const schema = operation?.responses.get(String(status)) ?? operation?.responses.get('default');
  if (schema === undefined) return `${id} has no answer ${status}`;
  const checker = fastify({
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allowUnionTypes: true,
      },
    },
  });
  checker.post('/', (request) => {
    const validate = request.compileValidationSchema(schema);
    return { fault: validate(body) ? null : JSON.stringify(validate.errors) };
  });
  const reply = await checker.inject({ method: 'POST', url: '/', payload: {} });
  await checker.close();
  return reply.statusCode === 200 ? reply.json<{ fault: string | null }>().fault : reply.body;
}
