import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startTinyCompany } from '../support/tiny-company.ts';
import type { TinyCompany } from '../support/tiny-company.ts';
import type { Mood } from '../support/tiny-subgraph.ts';

const everything = `{
  customer(id: "1") { name balance accounts }
  again: customer(id: "2") { name balance }
  bankName
}`;
const withoutBanking = {
  customer: { name: 'Person 1', balance: null, accounts: null },
  again: { name: 'Person 2', balance: null },
  bankName: null,
};
const bankingIsUnavailable = [
  {
    message: 'Subgraph "banking" is not available at the moment.',
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'banking' },
  },
];

describe('a subgraph that fails', () => {
  let company: TinyCompany;

  beforeAll(async () => {
    company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        timeouts: { ...config.timeouts, subgraphMs: 400 },
        limits: { ...config.limits, subgraphResponseBytes: 4_096 },
        // It fails all the time here, and is to be asked all the same.
        breaker: { ...config.breaker, enabled: false },
      }),
    });
  });
  beforeEach(() => {
    company.banking.mood = { kind: 'well' };
    company.banking.received.length = 0;
    company.log.length = 0;
  });
  afterAll(() => company.stop());

  test('all well, everything is there', async () => {
    const { status, body } = await company.ask(everything);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        customer: { name: 'Person 1', balance: 100, accounts: ['A1'] },
        again: { name: 'Person 2', balance: 200 },
        bankName: 'Tiny Bank',
      },
    });
  });

  const json = 'application/json';
  const failures: readonly [string, Mood][] = [
    ['hangs', { kind: 'hangs' }],
    ['cuts the connection', { kind: 'cuts' }],
    ['answers a page', { kind: 'answers', status: 200, type: 'text/html', body: '<html>' }],
    ['answers 500', { kind: 'answers', status: 500, type: 'text/html', body: 'oops' }],
    ['answers 503', { kind: 'answers', status: 503, type: json, body: '{"data":{}}' }],
    [
      'answers 401',
      { kind: 'answers', status: 401, type: json, body: '{"errors":[{"message":"x"}]}' },
    ],
    ['redirects', { kind: 'answers', status: 302, type: json, body: '' }],
    ['answers nothing', { kind: 'answers', status: 200, type: json, body: '' }],
    ['answers an array', { kind: 'answers', status: 200, type: json, body: '[]' }],
    ['answers an empty object', { kind: 'answers', status: 200, type: json, body: '{}' }],
    ['answers half an object', { kind: 'answers', status: 200, type: json, body: '{"data":{"ba' }],
    [
      'answers data that is text',
      { kind: 'answers', status: 200, type: json, body: '{"data":"x"}' },
    ],
    [
      'answers too much',
      {
        kind: 'answers',
        status: 200,
        type: json,
        body: `{"data":{"bankName":"${'x'.repeat(9_000)}"}}`,
      },
    ],
  ];
  test.each(failures)('%s: its fields are null, with one error that names it', async (_, mood) => {
    company.banking.mood = mood;
    const { status, body } = await company.ask(everything);
    expect(status).toBe(200);
    expect(body).toEqual({ data: withoutBanking, errors: bankingIsUnavailable });
  });

  test('entities in another number than asked for are no answer', async () => {
    company.banking.mood = {
      kind: 'answers',
      status: 200,
      type: json,
      body: '{"data":{"_entities":[]}}',
    };
    const { body } = await company.ask('{ customer(id: "1") { name balance } }');
    expect(body).toEqual({
      data: { customer: { name: 'Person 1', balance: null } },
      errors: bankingIsUnavailable,
    });
  });

  test('a closed door, then open again: complete without a restart', async () => {
    await company.banking.stop();
    expect((await company.ask(everything)).body).toEqual({
      data: withoutBanking,
      errors: bankingIsUnavailable,
    });
    await company.banking.start();
    expect((await company.ask(everything)).errors).toEqual([]);
  });

  test('a restart between two requests costs nothing', async () => {
    await company.ask('{ bankName }');
    await company.banking.stop();
    await company.banking.start();
    expect((await company.ask('{ bankName }')).body).toEqual({ data: { bankName: 'Tiny Bank' } });
  });

  test.each([502, 503, 504])('a query that meets %i once is sent again', async (status) => {
    company.banking.mood = {
      kind: 'once',
      mood: { kind: 'answers', status, type: 'text/plain', body: '' },
    };
    expect((await company.ask('{ bankName }')).body).toEqual({ data: { bankName: 'Tiny Bank' } });
    expect(company.banking.received).toHaveLength(2);
  });

  test('a query that meets 500 is not sent again', async () => {
    company.banking.mood = {
      kind: 'once',
      mood: { kind: 'answers', status: 500, type: 'text/plain', body: '' },
    };
    expect((await company.ask('{ bankName }')).errors).toEqual(bankingIsUnavailable);
    expect(company.banking.received).toHaveLength(1);
  });

  test('a mutation is never sent again', async () => {
    company.customers.received.length = 0;
    company.customers.mood = {
      kind: 'once',
      mood: { kind: 'answers', status: 503, type: 'text/plain', body: '' },
    };
    const { data, errors } = await company.ask('mutation { rename(id: "1", name: "N") { name } }');
    expect(data).toEqual({ rename: null });
    expect(errors.map(({ extensions }) => extensions['subgraph'])).toEqual(['customers']);
    expect(company.customers.received).toHaveLength(1);
  });

  test('a slow subgraph is asked once a request, however many fetches want it', async () => {
    company.banking.mood = { kind: 'hangs' };
    await company.ask('{ customer(id: "1") { balance } bankName }');
    // `bankName` is asked first; the entity fetch after it would only wait as long again.
    expect(company.banking.received.length).toBeLessThanOrEqual(2);
    expect(company.log.filter((line) => line.includes('a subgraph is unavailable')).length).toBe(1);
  });

  test('the log has the reason, the client does not', async () => {
    company.banking.mood = { kind: 'answers', status: 500, type: 'text/html', body: 'oops' };
    const { body } = await company.ask('{ bankName }');
    expect(JSON.stringify(body)).not.toContain('500');
    expect(company.log.join('')).toContain('HTTP status 500');
  });
});
