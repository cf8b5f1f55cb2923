import { request as openRequest } from 'node:http';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { DEADLINE_HEADER } from '../../schema/deadline.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import { eventually } from '../support/eventually.ts';
import { startTinyCompany } from '../support/tiny-company.ts';
import type { TinyCompany } from '../support/tiny-company.ts';

const unavailable = { data: { bankName: null } };
const codesOf = ({ errors }: { errors: readonly { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions['code']);

const startWith = (settings: Partial<GatewayConfig>): Promise<TinyCompany> =>
  startTinyCompany({ adjust: (config) => ({ ...config, ...settings }) });

async function metricOf(company: TinyCompany, name: string): Promise<number> {
  const text = await (await fetch(`${company.adminUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? NaN);
}

describe('a subgraph behind its circuit breaker', () => {
  const breaker = {
    enabled: true,
    failurePercent: 50,
    requests: 4,
    windowMs: 10_000,
    openMs: 1_000,
  };
  const state = 'switchboard_subgraph_breaker_state{subgraph="banking"}';
  let company: TinyCompany;

  beforeEach(async () => {
    company = await startWith({ breaker, sharing: { subgraph: false, requests: false } });
  });
  afterEach(() => company.stop());

  const fail = (): void => {
    company.banking.mood = { kind: 'answers', status: 500, type: 'text/html', body: 'oops' };
  };

  test('is left alone when it mostly fails, asked once later, and back when that works', async () => {
    expect(await metricOf(company, state)).toBe(0);
    fail();
    for (let sent = 0; sent < 4; sent += 1) await company.ask('{ bankName }');
    expect(await metricOf(company, state)).toBe(2);
    const answer = await company.ask('{ bankName customer(id: "1") { name } }');
    expect(answer.data).toEqual({ bankName: null, customer: { name: 'Person 1' } });
    expect(codesOf(answer)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(company.banking.received).toHaveLength(4);
    company.banking.mood = { kind: 'well' };
    await eventually(async () => expect(await metricOf(company, state)).toBe(1));
    expect((await company.ask('{ bankName }')).errors).toEqual([]);
    expect(await metricOf(company, state)).toBe(0);
    const turns = company.log.map((line) => JSON.parse(line)).filter(({ was }) => was);
    expect(turns.map(({ was, state: now }) => `${was} -> ${now}`)).toEqual([
      'closed -> open',
      'open -> half-open',
      'half-open -> closed',
    ]);
    expect(company.log.join('')).toContain('its circuit breaker is open');
  });

  test('is asked on, however many of its results carry errors', async () => {
    for (let sent = 0; sent < 8; sent += 1) await company.ask('{ refuse(message: "no") }');
    expect(company.banking.received).toHaveLength(8);
    expect(await metricOf(company, state)).toBe(0);
  });

  test('is asked on, however many clients hang up, and the log blames nobody', async () => {
    company.banking.mood = { kind: 'hangs' };
    for (let sent = 1; sent <= 8; sent += 1) {
      const body = JSON.stringify({ query: `{ bankName again${sent}: bankName }` });
      const headers = { 'content-type': 'application/json' };
      const asked = openRequest(company.url, { method: 'POST', headers });
      asked.on('error', () => undefined).end(body);
      await eventually(() => expect(company.banking.received).toHaveLength(sent));
      asked.destroy();
    }
    await eventually(async () =>
      expect(await metricOf(company, 'switchboard_requests_in_flight')).toBe(0),
    );
    expect(await metricOf(company, state)).toBe(0);
    expect(company.log.join('')).not.toContain('a subgraph is unavailable');
  });
});

describe('a subgraph without a circuit breaker', () => {
  test('is asked however often it fails', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        breaker: { ...config.breaker, requests: 2 },
        subgraphs: { banking: { breaker: false } },
      }),
    });
    company.banking.mood = { kind: 'answers', status: 500, type: 'text/html', body: 'oops' };
    for (let sent = 0; sent < 6; sent += 1) await company.ask('{ bankName }');
    expect(company.banking.received).toHaveLength(6);
    await company.stop();
  });
});

describe('the time of a request', () => {
  test('is told to each subgraph: its own limit, or what is left of the whole', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        timeouts: { ...config.timeouts, requestMs: 2_000, subgraphMs: 1_000 },
        subgraphs: { banking: { timeoutMs: 9_000 } },
      }),
    });
    await company.ask('{ customer(id: "1") { name balance } }');
    const [own] = company.customers.received.map(({ headers }) => Number(headers[DEADLINE_HEADER]));
    const [left] = company.banking.received.map(({ headers }) => Number(headers[DEADLINE_HEADER]));
    expect(own).toBeLessThanOrEqual(1_000);
    expect(own).toBeGreaterThan(500);
    expect(left).toBeLessThanOrEqual(2_000);
    expect(left).toBeGreaterThan(500);
    await company.stop();
  });

  test('covers all subgraphs together, retries included', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        retries: 3,
        timeouts: { ...config.timeouts, requestMs: 300 },
      }),
    });
    company.banking.mood = { kind: 'hangs' };
    const started = performance.now();
    const { data, errors } = await company.ask('{ customer(id: "1") { name balance } bankName }');
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(data).toEqual({ customer: { name: 'Person 1', balance: null }, bankName: null });
    expect(codesOf({ errors })).toEqual(['SUBGRAPH_UNAVAILABLE']);
    await company.stop();
  });
});

describe('more requests than connections', () => {
  let company: TinyCompany;

  beforeAll(async () => {
    company = await startTinyCompany({
      adjust: (config) => ({
        ...config,
        sharing: { ...config.sharing, subgraph: false },
        timeouts: { ...config.timeouts, subgraphMs: 1_000 },
        connections: { ...config.connections, perSubgraph: 2, waiting: 1 },
      }),
    });
  });
  afterAll(() => company.stop());

  test('wait up to the limit; one more fails at once, and says why in the log', async () => {
    // Once in peace: then the three begin to wait as good as at once.
    await company.ask('{ bankName }');
    company.banking.received.length = 0;
    company.banking.mood = { kind: 'hangs' };
    const held = [1, 2, 3].map(() => company.ask('{ bankName }'));
    await eventually(() => expect(company.banking.received).toHaveLength(2));
    let isHeld = true;
    for (const one of held) void one.then(() => (isHeld = false));
    const refused = await company.ask('{ bankName }');
    expect(isHeld).toBe(true);
    expect([refused.data, codesOf(refused)]).toEqual([unavailable.data, ['SUBGRAPH_UNAVAILABLE']]);
    expect(company.log.join('')).toContain('3 requests are under way or wait for a connection');
    for (const answer of await Promise.all(held)) expect(answer.data).toEqual(unavailable.data);
    // The third waited as long as the others: a connection that the first gave up may have come to it just before.
    const { length } = company.banking.received;
    const reason = length === 2 ? /no free connection within \d+ ms/ : /no answer within \d+ ms/;
    expect([2, 3]).toContain(length);
    expect(company.log.join('')).toMatch(reason);
  });

  test('when they are through, everything is as before', async () => {
    company.banking.mood = { kind: 'well' };
    const answers = await Promise.all([1, 2, 3].map(() => company.ask('{ bankName }')));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
