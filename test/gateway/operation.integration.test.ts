import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { startTinyCompany } from '../support/tiny-company.ts';
import type { TinyCompany } from '../support/tiny-company.ts';

describe('operations, by the steps they pass', () => {
  let company: TinyCompany;

  beforeAll(async () => {
    company = await startTinyCompany({
      adjust: (config) => ({ ...config, rateLimit: { requestsPerSecond: 0.001, burst: 30 } }),
    });
  });
  beforeEach(() => {
    company.banking.received.length = 0;
    company.log.length = 0;
  });
  afterAll(() => company.stop());

  test('what is too large is refused before any subgraph hears of it', async () => {
    const aliases = Array.from({ length: 2_000 }, (_, n) => `x${n}: bankName`).join(' ');
    const { status, body } = await company.ask(`{ ${aliases} }`);
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [
        {
          message: 'Operation must have at most 100 aliases, but got: 101.',
          extensions: { code: 'OPERATION_TOO_LARGE', measure: 'aliases', limit: 100, actual: 101 },
        },
      ],
    });
    expect(company.banking.received).toEqual([]);
  });

  test.each([
    ['with empty variables', { query: 'DEEP', variables: {} }],
    ['with null variables', { query: 'DEEP', variables: null }],
    ['with members of its own', { query: 'DEEP', operationName: null, extensions: {}, x: 1 }],
  ])('a body %s is judged alike', async (_, body) => {
    const deep = `${'{ a '.repeat(17)}${'}'.repeat(17)}`;
    const text = JSON.stringify(body).replace('DEEP', deep);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(company.url, { method: 'POST', headers, body: text });
    expect(await response.text()).toContain('OPERATION_TOO_LARGE');
  });

  test('a GET is judged alike', async () => {
    const deep = encodeURIComponent(`${'{ a '.repeat(17)}${'}'.repeat(17)}`);
    const headers = { 'apollo-require-preflight': '1' };
    const response = await fetch(`${company.url}?query=${deep}`, { headers });
    expect(await response.text()).toContain('OPERATION_TOO_LARGE');
  });

  test('a known document is still judged by its variables', async () => {
    const query = 'query ($values: [Int!]) { echo(values: $values) }';
    expect((await company.ask(query, { variables: { values: [1] } })).data).toEqual({
      echo: '[1]',
    });
    const { status, errors } = await company.ask(query, {
      variables: { values: Array.from({ length: 1_001 }, () => 1) },
    });
    expect([status, errors[0]?.extensions['measure']]).toEqual([400, 'list elements']);
  });

  const variables: readonly [string, unknown, string][] = [
    [
      'a missing field',
      { secret: 's3cret' },
      '$filter" must be of type "EchoFilter", but got: an object.',
    ],
    [
      'text for a number',
      { amount: 's3cret' },
      '$filter" must be of type "EchoFilter", but got at "filter.amount": text.',
    ],
    [
      'an unknown field',
      { amount: 1, s3cretFlag: true },
      '$filter" must be of type "EchoFilter", but got: an object.',
    ],
    ['text for an object', 's3cret', '$filter" must be of type "EchoFilter", but got: text.'],
  ];
  test.each(variables)(
    '%s in a variable is refused without repeating it',
    async (_, filter, message) => {
      const { status, errors } = await company.ask(
        'query ($filter: EchoFilter) { echo(filter: $filter) }',
        {
          variables: { filter },
        },
      );
      expect(status).toBe(400);
      expect(errors.map((error) => [error.message, error.extensions['code']])).toEqual([
        [`Variable "${message}`, 'BAD_USER_INPUT'],
      ]);
      expect(company.log.join('')).not.toContain('s3cret');
    },
  );

  test('the log line names the document by its hash, never by its text', async () => {
    await company.ask('query Who { customer(id: "literal-1") { name } }');
    const line = company.log
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .find(({ msg }) => msg === 'request');
    expect(line).toMatchObject({
      status: 200,
      operation: 'Who',
      kind: 'query',
      roles: [],
      errors: [],
    });
    expect(line?.['document']).toMatch(/^[0-9a-f]{64}$/);
    expect(company.log.join('')).not.toContain('literal-1');
  });

  test('metrics count requests, steps, subgraphs and errors', async () => {
    await company.ask('{ nothing }');
    const metrics = await (await fetch(`${company.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/switchboard_request_duration_seconds_count\{status="200"\} \d+/);
    expect(metrics).toMatch(/switchboard_step_duration_seconds_count\{step="execute"\} \d+/);
    expect(metrics).toMatch(
      /switchboard_subgraph_duration_seconds_count\{subgraph="banking",outcome="ok"\} \d+/,
    );
    expect(metrics).toMatch(/switchboard_errors_total\{code="OPERATION_TOO_LARGE"\} \d+/);
    expect(metrics).toContain('switchboard_requests_in_flight 0');
  });

  test('more requests than the share are refused with the time to wait', async () => {
    let answer = await company.ask('{ bankName }');
    for (let sent = 0; sent < 30 && answer.status === 200; sent += 1) {
      answer = await company.ask('{ bankName }');
    }
    expect(answer.status).toBe(429);
    expect(answer.errors[0]?.extensions['code']).toBe('RATE_LIMIT_EXCEEDED');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
