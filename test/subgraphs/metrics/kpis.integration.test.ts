import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventPayloads } from '../../../schema/events.ts';
import { KPI_CATALOGUE } from '../../../subgraphs/metrics/kpis/catalogue.ts';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { eventMaker } from './event-maker.ts';
import { askGroups, askKpi, askKpis, CALLER } from './kpi-client.ts';
import { JANUARY, january } from './story.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const DAY = 86_400;

describe.each(testDatabases)('KPIs counted by hand, on $name', ({ open }) => {
  let room: TestRoom;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => new Date(NOW) });
    await room.events.publish(january());
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  test.each([
    ['contact_volume', 8, null, 8],
    ['call_volume', 4, null, 4],
    ['case_volume', 4, null, 4],
    ['channel_share', 8, 8, 8],
    ['contact_rate_per_1000', 8, 3, 8],
    ['identified_contact_share', 8, 8, 8],
    ['complaint_rate_per_1000_contacts', 2, 8, 2],
    ['complaining_customer_share', 2, 3, 3],
    ['complaint_volume', 2, null, 2],
    ['complaint_rate_per_1000', 2, 3, 2],
    ['timely_response_rate', 1, 2, 2],
    ['first_reply_time', 4 * 3600, 2, 2],
    ['first_resolution_time', 3 * DAY, 2, 2],
    ['resolution_time', 6 * DAY, 2, 2],
    // K1 and one of I5 and I8 are followed by another within seven days.
    ['first_contact_resolution', 5, 7, 7],
    // K2 comes seven days to the second after K1 in another division; I5 and I8 come at once.
    ['repeat_contact_rate_7d', 2, 7, 7],
    // K6 lies before the period; I1, K3 and I7 have a contact within 30 days before.
    ['repeat_contact_rate_30d', 5, 7, 7],
    ['repeat_contact_rate_90d', 5, 7, 7],
    ['reopen_rate', 1, 2, 2],
    ['csat', 2, 3, 3],
    ['csat_mean', 12, 3, 3],
    ['nps', 1, 4, 4],
    ['ces_easy_share', 1, 1, 1],
    ['referral_rate', 2, 3, 3],
    ['active_customers', 3, null, 3],
    // P4 was opened in the first instant of January: only c1 held a product before.
    ['customer_churn_rate', 0, 1, 1],
    ['consolidation_rate', 1, 4, 4],
    ['duplicate_record_rate', 0, 4, 4],
    ['products_per_customer', 3, 2, 2],
    ['multi_division_customer_share', 1, 3, 3],
    ['abandonment_rate', 1, 4, 4],
    ['average_handle_time', 600, 3, 3],
    ['average_speed_of_answer', 40, 2, 2],
    ['answered_within_60s', 2, 2, 2],
    ['service_level_20s', 1, 3, 3],
    ['service_level_60s', 2, 3, 3],
  ])('%s is %p of %p, n = %i', async (name, numerator, denominator, n) => {
    const kpi = await askKpi(room, name, JANUARY);
    expect(kpi).toMatchObject({ numerator, denominator, n, asOf: NOW, division: null, group: [] });
    const per = { PER_1000: 1000, SCORE: 100 }[kpi.unit] ?? 1;
    expect(kpi.value).toBeCloseTo((per * numerator) / (denominator ?? 1), 9);
    if (kpi.unit === 'COUNT') expect(kpi.confidenceInterval).toBeNull();
    else expect(kpi.confidenceInterval).toMatchObject({ level: 0.95 });
    expect(kpi.clock === 'CALENDAR').toBe(
      kpi.unit === 'SECONDS' || /\d+(d|s)$|first_contact/.test(name),
    );
  });

  test('every KPI of the catalogue is answered, in its order', async () => {
    const kpis = await askKpis(room, JANUARY);
    expect(kpis.map((kpi) => kpi.name)).toEqual(KPI_CATALOGUE.map((kpi) => kpi.name));
    for (const { value, confidenceInterval: interval } of kpis) {
      if (interval === null) continue;
      expect(interval.low).toBeLessThanOrEqual(value ?? NaN);
      expect(interval.high).toBeGreaterThanOrEqual(value ?? NaN);
    }
  });

  test('how far back others look changes no KPI', async () => {
    const all = new Map((await askKpis(room, JANUARY)).map((kpi) => [kpi.name, kpi]));
    for (const name of ['repeat_contact_rate_7d', 'repeat_contact_rate_30d', 'contact_volume']) {
      expect(await askKpi(room, name, JANUARY)).toEqual(all.get(name));
    }
  });

  test('durations have percentiles between the ranks', async () => {
    const { percentiles } = await askKpi(room, 'average_handle_time', JANUARY);
    expect(percentiles).toEqual({ p50: 200, p90: 280, p95: 290, max: 300 });
    expect((await askKpi(room, 'csat', JANUARY)).percentiles).toBeNull();
  });

  test('the effort score is the mean agreement', async () => {
    expect(await askKpi(room, 'ces', JANUARY)).toMatchObject({ value: 7, n: 1 });
    const before = { from: '2020-01-01', to: '2020-01-31' };
    expect(await askKpi(room, 'ces', before)).toMatchObject({ value: null, n: 0 });
  });

  test('a division counts its own', async () => {
    const banking = { ...JANUARY, division: 'banking' };
    expect(await askKpi(room, 'contact_volume', banking)).toMatchObject({
      value: 5,
      division: 'banking',
    });
    expect((await askKpi(room, 'complaint_rate_per_1000', banking)).value).toBe(1000);
    expect((await askKpi(room, 'products_per_customer', banking)).value).toBe(1);
    expect((await askKpi(room, 'multi_division_customer_share', banking)).value).toBe(0.5);
    // I5 and I8 at once, and K2 after K1, which is banking's.
    const lending = await askKpi(room, 'repeat_contact_rate_7d', {
      ...JANUARY,
      division: 'lending',
    });
    expect([lending.numerator, lending.denominator]).toEqual([2, 3]);
  });

  test('a division nobody knows has counts of 0 and values of null', async () => {
    for (const kpi of await askKpis(room, { ...JANUARY, division: 'nowhere' })) {
      expect([kpi.name, kpi.value]).toEqual([kpi.name, kpi.unit === 'COUNT' ? 0 : null]);
      expect(kpi).toMatchObject({ n: 0, confidenceInterval: null, percentiles: null });
    }
  });

  test('groups are sorted, each with its own value, the unknown last', async () => {
    const asked = { from: '2025-12-01', to: '2026-02-28', groupBy: ['MONTH', 'DIVISION'] };
    expect(Object.entries(await askGroups(room, 'contact_volume', asked))).toEqual([
      ['2025-12/banking', 1],
      ['2026-01/banking', 5],
      ['2026-01/lending', 3],
      ['2026-02/banking', 1],
    ]);
    const csat = await askKpis(room, {
      ...JANUARY,
      names: ['csat'],
      groupBy: ['CHANNEL', 'DIVISION'],
    });
    expect(csat.map((kpi) => kpi.group)).toEqual([
      [
        { dimension: 'CHANNEL', value: null },
        { dimension: 'DIVISION', value: 'banking' },
      ],
      [
        { dimension: 'CHANNEL', value: null },
        { dimension: 'DIVISION', value: 'lending' },
      ],
    ]);
    expect(csat.map((kpi) => kpi.division)).toEqual(['banking', 'lending']);
  });

  test('channel shares are of the contacts of all channels', async () => {
    const channels = { ...JANUARY, groupBy: ['CHANNEL'] };
    const shares = { CHAT: 1 / 8, EMAIL: 2 / 8, PHONE: 3 / 8, WEB: 2 / 8 };
    expect(await askGroups(room, 'channel_share', channels)).toEqual(shares);
    const web = { ...JANUARY, filter: { channel: 'WEB' } };
    expect((await askKpi(room, 'channel_share', web)).value).toBe(2 / 8);
    expect(await askGroups(room, 'channel_share', { ...web, groupBy: ['DIVISION'] })).toEqual({
      banking: 2 / 5,
      lending: 0,
    });
  });

  test('customers are averaged over the days of each month', async () => {
    const asked = { from: '2025-12-17', to: '2026-01-31', groupBy: ['DIVISION', 'MONTH'] };
    const kpis = await askKpis(room, { ...asked, names: ['complaint_rate_per_1000'] });
    const customers = kpis.map((kpi) => [
      kpi.group.map(({ value }) => value).join(' '),
      kpi.denominator,
    ]);
    expect(customers).toEqual([
      ['banking 2025-12', 1],
      ['banking 2026-01', 2],
      ['lending 2025-12', 1],
      ['lending 2026-01', 1 + 16 / 31],
    ]);
    const byChannel = { ...JANUARY, groupBy: ['CHANNEL'] };
    const rates = await askGroups(room, 'complaint_rate_per_1000', byChannel);
    expect(rates).toEqual({ EMAIL: 0, PHONE: 1000 / 3, WEB: 1000 / 3 });
  });

  test('products are those open at the end of each month', async () => {
    const asked = { from: '2025-12-01', to: '2026-01-15', groupBy: ['MONTH'] };
    expect(await askGroups(room, 'products_per_customer', asked)).toEqual({
      '2025-12': 1,
      '2026-01': 1.5,
    });
  });

  test('a case type narrows contacts, and repeats to those of the same type', async () => {
    const complaints = { ...JANUARY, filter: { caseType: 'COMPLAINT' } };
    expect((await askKpi(room, 'contact_volume', complaints)).value).toBe(2);
    const repeats = await askKpi(room, 'repeat_contact_rate_30d', complaints);
    expect([repeats.numerator, repeats.denominator]).toEqual([0, 2]);
    expect((await askKpi(room, 'average_handle_time', complaints)).value).toBe(300);
  });

  test('what has no channel or case type has none of those asked for', async () => {
    const web = { ...JANUARY, filter: { channel: 'WEB' } };
    expect(await askKpi(room, 'products_per_customer', web)).toMatchObject({ value: null, n: 0 });
    const grouped = { ...web, groupBy: ['DIVISION'] };
    expect(await askGroups(room, 'products_per_customer', grouped)).toEqual({});
  });

  test('every day there is can be asked for at once', async () => {
    const ever = { from: '0001-01-01', to: '9999-12-31' };
    expect((await askKpi(room, 'contact_volume', ever)).value).toBe(10);
    expect((await askKpis(room, ever)).length).toBe(KPI_CATALOGUE.length);
  });

  test('faults in what is asked are named', async () => {
    const ask = async (args: string) => {
      const answer = await room.ask(`{ kpis(${args}) { name } }`, {}, CALLER);
      return [answer.errors?.[0]?.extensions['code'], answer.errors?.[0]?.message];
    };
    expect(await ask('from: "2026-01-02", to: "2026-01-01"')).toEqual([
      'BAD_USER_INPUT',
      'Argument "to" must be a day not before "from" (2026-01-02), but got: 2026-01-01.',
    ]);
    const [code, message] = await ask('from: "2026-01-01", to: "2026-01-01", names: ["joy"]');
    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toMatch(
      /^Argument "names" must be names of contact_volume, .* but got: joy\.$/,
    );
    expect(await ask('from: "1000-01-01", to: "2026-01-01", groupBy: [MONTH]')).toEqual([
      'BAD_USER_INPUT',
      'Argument "groupBy" must be MONTH over at most 600 months, but got: a longer period.',
    ]);
  });

  test('definitions are given in words, without numbers', async () => {
    const query = `{ kpiDefinitions {
      name unit clock definition numerator denominator attribution exclusions direction owner } }`;
    const { data } = await room.ask(query, {}, CALLER);
    expect(data['kpiDefinitions']).toHaveLength(KPI_CATALOGUE.length);
    const [complaints] = data['kpiDefinitions'].filter(
      (kpi: { name: string }) => kpi.name === 'complaint_rate_per_1000',
    );
    expect(complaints).toMatchObject({
      unit: 'PER_1000',
      attribution: 'Day on which the complaint was opened.',
      direction: 'DOWN',
      owner: 'service-desk',
    });
  });

  test('freshness tells how far events were counted', async () => {
    const { data } = await room.ask('{ metricsFreshness { events lastEventAt asOf } }', {}, CALLER);
    const freshness = {
      events: january().length,
      lastEventAt: '2026-02-01T00:00:00.000Z',
      asOf: NOW,
    };
    expect(data['metricsFreshness']).toEqual(freshness);
  });

  test('requests for classified data are those that the read ledger told of last', async () => {
    const make = eventMaker('access');
    const count = (position: number, also: Partial<EventPayloads['access.counted']> = {}) =>
      make('access.counted', '2026-01-20', {
        ...{ day: '2026-01-20', agent: 'a1', division: null, position },
        ...{ requests: 10, denied: 1, personal: 6, ...also },
      });
    await room.events.publish([
      count(20),
      // An earlier word comes late.
      count(9, { requests: 4, denied: 4, personal: 0 }),
      count(20, { agent: 'a2', division: 'banking', requests: 5, denied: 0, personal: 4 }),
      count(21, { division: 'banking', day: '2026-01-31', personal: 2 }),
      count(21, { agent: null, requests: 5, denied: 5, personal: 0 }),
      count(22, { day: '2026-02-01', requests: 100 }),
    ]);
    expect(await askKpi(room, 'denied_rate', JANUARY)).toMatchObject({
      ...{ numerator: 7, denominator: 30, n: 30 },
    });
    expect(await askKpi(room, 'personal_data_reads_per_agent', JANUARY)).toMatchObject({
      ...{ value: 6, numerator: 12, denominator: 2, n: 2 },
      percentiles: { p50: 6, p90: 7.6, p95: 7.8, max: 8 },
    });
    const divisions = { ...JANUARY, groupBy: ['DIVISION', 'DAY'] };
    expect(await askGroups(room, 'personal_data_reads_per_agent', divisions)).toEqual({
      ...{ 'banking/2026-01-20': 4, 'banking/2026-01-31': 2, '?/2026-01-20': 6 },
    });
    const banking = { ...JANUARY, division: 'banking' };
    expect(await askKpi(room, 'denied_rate', banking)).toMatchObject({
      ...{ numerator: 1, denominator: 15 },
    });
  });
});
