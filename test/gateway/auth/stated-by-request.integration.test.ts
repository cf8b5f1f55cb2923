import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import type { BreakGlassEvent } from '../../../gateway/access/break-glass-event.ts';
import { startTinyCompany } from '../../support/tiny-company.ts';
import type { TinyCompany } from '../../support/tiny-company.ts';

const QUERY = 'query Who { customer(id: "1") { name tax: taxNumber } }';
const REASON = 'The hospital asks who the patient is';

describe('what a request states about itself', () => {
  let company: TinyCompany;
  const events: BreakGlassEvent[] = [];
  let isDeaf = false;
  beforeAll(async () => {
    company = await startTinyCompany({
      guarded: 'pii:identifier',
      options: {
        onBreakGlass(event) {
          if (isDeaf) throw new Error('nobody can be told');
          events.push(event);
        },
      },
    });
  });
  afterAll(() => company.stop());
  beforeEach(() => {
    isDeaf = false;
    events.length = 0;
    company.log.length = 0;
    company.customers.received.length = 0;
  });

  const ask = async (role: string, headers: Readonly<Record<string, string>> = {}) => {
    const token = await company.token([role], [], ['fraud', 'service']);
    return company.ask(QUERY, { headers: { authorization: `Bearer ${token}`, ...headers } });
  };
  const emergency = () => ({
    'x-break-glass-reason': REASON,
    'x-break-glass-until': new Date(Date.now() + 600_000).toISOString(),
  });
  const logged = () => company.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  const counted = async (outcome: string) => {
    const text = await (await fetch(`${company.adminUrl}/metrics`)).text();
    const line = `switchboard_break_glass_total{outcome="${outcome}"}`;
    return Number(
      text
        .split('\n')
        .find((one) => one.startsWith(line))
        ?.slice(line.length) ?? 0,
    );
  };
  const codes = ({ errors }: Awaited<ReturnType<typeof ask>>) =>
    errors.map(({ extensions }) => extensions['code']);

  test('an emergency opens a field, and is logged, counted and told with what it opened', async () => {
    const before = await counted('opened');
    const closed = await ask('agent');
    expect([closed.data, codes(closed)]).toEqual([
      { customer: { name: 'Person 1', tax: null } },
      ['FIELD_FORBIDDEN'],
    ]);
    expect(events).toEqual([]);
    // The second time by the short way for known operations.
    for (const _ of [1, 2]) {
      const open = await ask('agent', emergency());
      expect([open.data, codes(open)]).toEqual([{ customer: { name: 'Person 1', tax: 'T1' } }, []]);
    }
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      ...{ reason: REASON, opened: ['customer.tax'], operationName: 'Who' },
      caller: { subject: 'tester', roles: ['agent'] },
    });
    expect(await counted('opened')).toBe(before + 2);
    expect(logged()).toContainEqual(expect.objectContaining({ level: 40, reason: REASON }));
    expect(logged()).toContainEqual(expect.objectContaining({ opened: ['customer.tax'] }));
    const after = await ask('agent');
    expect(codes(after)).toEqual(['FIELD_FORBIDDEN']);
  });

  test('an emergency that opened nothing is told all the same', async () => {
    const token = await company.token(['agent'], ['pii:identifier']);
    const headers = { authorization: `Bearer ${token}`, ...emergency() };
    expect((await company.ask(QUERY, { headers })).errors).toEqual([]);
    expect(events).toMatchObject([{ opened: [] }]);
  });

  test('a role that may open nothing is refused as a whole, and that is logged and counted', async () => {
    const before = await counted('refused');
    const refused = await ask('analyst', emergency());
    expect([refused.status, refused.data, codes(refused)]).toEqual([
      403,
      undefined,
      ['BREAK_GLASS_REFUSED'],
    ]);
    const late = { ...emergency(), 'x-break-glass-until': '2020-01-01T00:00:00Z' };
    expect((await ask('agent', late)).status).toBe(400);
    expect(await counted('refused')).toBe(before + 2);
    expect(logged().filter(({ msg }) => msg === 'break-glass: refused')).toHaveLength(2);
    expect(company.customers.received).toEqual([]);
  });

  test('an emergency that nobody can be told of opens nothing', async () => {
    isDeaf = true;
    const { status, body } = await ask('agent', emergency());
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/T1|nobody can be told/);
    expect(company.customers.received).toEqual([]);
  });

  test('a purpose must be one that the token allows', async () => {
    expect((await ask('agent', { 'x-purpose': 'fraud' })).status).toBe(200);
    const refused = await ask('agent', { 'x-purpose': 'marketing' });
    expect([refused.status, codes(refused)]).toEqual([403, ['PURPOSE_NOT_ALLOWED']]);
    expect(JSON.stringify(refused.body)).not.toMatch(/marketing|fraud|service/);
  });
});
