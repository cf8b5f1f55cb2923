import { request } from 'node:http';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { eventually } from '../support/eventually.ts';
import { startTinyCompany } from '../support/tiny-company.ts';
import type { TinyCompany } from '../support/tiny-company.ts';

describe('the end of a gateway', () => {
  let company: TinyCompany;

  beforeEach(async () => {
    company = await startTinyCompany();
  });
  afterEach(() => company.stop());

  const status = async (path: string): Promise<number> =>
    (await fetch(company.adminUrl + path)).status;

  test('it is alive and ready before', async () => {
    expect([await status('/health'), await status('/ready')]).toEqual([200, 200]);
  });

  test('what runs finishes, what comes is refused, then everything is closed', async () => {
    const running = company.ask('mutation { slow }');
    while (company.customers.received.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = company.stopGateway();
    const late = await company.ask('{ bankName }');
    expect([late.status, late.errors[0]?.extensions['code']]).toEqual([503, 'SHUTTING_DOWN']);
    expect([await status('/health'), await status('/ready')]).toEqual([200, 503]);
    expect((await running).body).toEqual({ data: { slow: 'done' } });
    await stopped;
    await expect(fetch(company.url)).rejects.toThrow();
    await expect(fetch(company.adminUrl)).rejects.toThrow();
  });

  test('asked twice to stop, it stops once', async () => {
    await Promise.all([company.stopGateway(), company.stopGateway()]);
  });
});

describe('a client that hangs up', () => {
  const hangUpWhile = async (company: TinyCompany, query: string): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(company.url, { method: 'POST', headers });
    asked.on('error', () => undefined).end(JSON.stringify({ query }));
    await eventually(() => {
      const { customers, banking } = company;
      expect(customers.received.length + banking.received.length).toBe(1);
    });
    asked.destroy();
  };

  test('holds no drain, and its query is given up', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({ ...config, sharing: { subgraph: false, requests: false } }),
    });
    company.banking.mood = { kind: 'hangs' };
    await hangUpWhile(company, '{ bankName }');
    const started = performance.now();
    await company.stopGateway();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(company.log.join('')).toContain('"status":499');
    expect(company.log.join('')).not.toContain('cut off');
    await company.stop();
  });

  test('has its mutation finished before the end', async () => {
    const company = await startTinyCompany();
    await hangUpWhile(company, 'mutation { slow }');
    await company.stopGateway();
    const [line] = company.log.filter((one) => one.includes('"msg":"request"'));
    expect(JSON.parse(line ?? '')).toMatchObject({ status: 499, errors: [], unavailable: [] });
    expect(JSON.parse(line ?? '').ms).toBeGreaterThan(250);
    await company.stop();
  });
});

describe('requests that outlive their time', () => {
  test('a drain ends them at its limit', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({ ...config, timeouts: { ...config.timeouts, drainMs: 50 } }),
    });
    company.banking.mood = { kind: 'hangs' };
    const running = company.ask('{ bankName }').catch(() => 'cut off');
    while (company.banking.received.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await company.stopGateway();
    expect(company.log.join('')).toContain('requests were cut off at the end');
    await running;
    await company.stop();
  });

  test('the deadline of a request ends its fetches', async () => {
    const company = await startTinyCompany({
      adjust: (config) => ({ ...config, timeouts: { ...config.timeouts, requestMs: 100 } }),
    });
    company.banking.mood = { kind: 'hangs' };
    const { status, data, errors } = await company.ask('{ bankName }');
    expect([status, data]).toEqual([200, { bankName: null }]);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['SUBGRAPH_UNAVAILABLE']);
    await company.stop();
  });
});
