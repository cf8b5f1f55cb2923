import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metricsRoom } from '../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../support/room-client.ts';
import { testDatabases } from '../../support/test-databases.ts';
import { askGroups, askKpi } from './kpi-client.ts';
import { bankEvents, haveRealFiles, phoneEvents, readFacts } from './real-files.ts';

const BANK = { division: 'banking', from: '2010-01-01', to: '2021-12-31' };
const COMPLAINTS = { ...BANK, filter: { caseType: 'COMPLAINT' } };
const PHONE = { division: 'telephone', from: '2021-01-01', to: '2021-12-31' };

const suite = haveRealFiles ? describe : describe.skip;
if (!haveRealFiles) {
  console.warn('Skipped: KPIs of real files, because ../shared/data is not beside the project.');
}

suite.each(testDatabases)('KPIs of real files come out as known, on $name', ({ open }) => {
  let room: TestRoom;
  const facts = haveRealFiles ? readFacts() : {};
  const bank = facts['retail_bank'] as Record<string, any>;
  const phone = facts['phonenow_calls'] as Record<string, any>;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open() });
    await room.events.publish([...bankEvents(), ...phoneEvents()]);
  }, 300_000);
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  test('complaints, and for every thousand customers of 2016', async () => {
    const year = { ...BANK, from: '2016-01-01', to: '2016-12-31' };
    expect((await askKpi(room, 'complaint_volume', BANK)).value).toBe(bank['complaints']);
    const rate = await askKpi(room, 'complaint_rate_per_1000', year);
    expect(rate.numerator).toBe(bank['complaints_2016']);
    expect(rate.denominator).toBe(bank['customers']);
    expect(rate.value).toBeCloseTo(bank['complaints_per_1000_customers_2016'] as number, 2);
  });

  test('timely responses', async () => {
    const { value, n } = await askKpi(room, 'timely_response_rate', COMPLAINTS);
    expect(value).toBeCloseTo(bank['timely_response_rate'] as number, 6);
    expect(n).toBe(bank['complaints']);
  });

  test('days until the complaint was sent on, replies before the complaint among them', async () => {
    const { value, percentiles } = await askKpi(room, 'first_reply_time', COMPLAINTS);
    const days = bank['lag_days'] as Record<string, number>;
    expect((value ?? 0) / 86_400).toBeCloseTo(days['mean'] ?? 0, 3);
    expect((percentiles?.p50 ?? 0) / 86_400).toBe(days['p50']);
    expect((percentiles?.p90 ?? 0) / 86_400).toBe(days['p90']);
    expect((percentiles?.p95 ?? 0) / 86_400).toBe(days['p95']);
  });

  test('channels of complaints', async () => {
    const shares = await askGroups(room, 'channel_share', { ...COMPLAINTS, groupBy: ['CHANNEL'] });
    const mix = bank['channel_mix'] as Record<string, number>;
    expect(shares['WEB']).toBeCloseTo(mix['Web'] ?? 0, 6);
    expect(shares['AGENCY']).toBeCloseTo(mix['Referral'] ?? 0, 6);
    expect(shares['PHONE']).toBeCloseTo(mix['Phone'] ?? 0, 6);
    expect(shares['POST']).toBeCloseTo(mix['Postal mail'] ?? 0, 6);
    expect(shares['FAX']).toBeCloseTo(mix['Fax'] ?? 0, 6);
    expect(shares['EMAIL']).toBeCloseTo(mix['Email'] ?? 0, 6);
    expect(Object.keys(shares)).toHaveLength(6);
  });

  test('complaints repeated within 7, 30 and 90 days', async () => {
    const week = await askKpi(room, 'repeat_contact_rate_7d', COMPLAINTS);
    const month = await askKpi(room, 'repeat_contact_rate_30d', COMPLAINTS);
    expect(week.value).toBeCloseTo(bank['repeat_contact_within_7d'] as number, 6);
    expect(month.value).toBeCloseTo(bank['repeat_contact_within_30d'] as number, 6);
    expect(month.n).toBe(bank['complaints']);
    const quarter = await askKpi(room, 'repeat_contact_rate_90d', COMPLAINTS);
    expect(quarter.value).toBeCloseTo(bank['repeat_contact_within_90d'] as number, 6);
  });

  test('calls handled and given up', async () => {
    const { agent_service_seconds: seconds, outcome } = bank['calls'] as Record<string, any>;
    const handling = await askKpi(room, 'average_handle_time', BANK);
    expect(handling.n).toBe(outcome.Agent);
    expect(handling.numerator).toBe(seconds.sum);
    expect(handling.value).toBeCloseTo(seconds.mean, 2);
    expect(handling.percentiles?.p50).toBeCloseTo(seconds.p50, 1);
    expect(handling.percentiles?.p90).toBeCloseTo(seconds.p90, 1);
    expect(handling.percentiles?.p95).toBeCloseTo(seconds.p95, 1);
    const abandoned = await askKpi(room, 'abandonment_rate', BANK);
    expect(abandoned.value).toBeCloseTo(bank['calls'].hang_rate_of_agent_plus_hang as number, 6);
    expect(abandoned.numerator).toBe(outcome.Hang);
  });

  test('reviews', async () => {
    const { value, n } = await askKpi(room, 'csat', BANK);
    expect(value).toBeCloseTo(bank['reviews'].csat_top2 as number, 6);
    expect(n).toBe(bank['reviews'].n);
    const stars = await askKpi(room, 'csat_mean', BANK);
    expect(stars.value).toBeCloseTo(bank['reviews'].mean_stars as number, 3);
    expect(stars.n).toBe(bank['reviews'].n);
  });

  test('calls of a telephone company', async () => {
    const abandoned = await askKpi(room, 'abandonment_rate', PHONE);
    expect([abandoned.numerator, abandoned.denominator]).toEqual([phone['abandoned'], 5000]);
    expect(abandoned.value).toBeCloseTo(phone['abandonment_rate'] as number, 6);
    const talk = await askKpi(room, 'average_handle_time', PHONE);
    expect(talk.n).toBe(phone['answered']);
    expect(talk.value).toBeCloseTo(phone['talk_mean_s'] as number, 4);
    expect(talk.percentiles?.p90).toBeCloseTo(phone['talk_p90'] as number, 4);
    const { value, n } = await askKpi(room, 'csat', PHONE);
    expect(value).toBeCloseTo(phone['csat_top2'] as number, 6);
    expect(n).toBe(phone['csat_responses']);
    const grade = await askKpi(room, 'csat_mean', PHONE);
    expect(grade.value).toBeCloseTo(phone['csat_mean'] as number, 4);
  });

  test('how fast the telephone company answers', async () => {
    const speed = await askKpi(room, 'average_speed_of_answer', PHONE);
    expect(speed.value).toBeCloseTo(phone['ASA_mean'] as number, 4);
    expect(speed.percentiles).toMatchObject({
      p50: phone['ASA_p50'],
      p90: phone['ASA_p90'],
      p95: phone['ASA_p95'],
    });
    const [in20, in60] = [
      await askKpi(room, 'service_level_20s', PHONE),
      await askKpi(room, 'service_level_60s', PHONE),
    ];
    expect(in20.value).toBeCloseTo(phone['service_level_20s_incl_abandons'] as number, 6);
    expect(in60.value).toBeCloseTo(phone['service_level_60s_incl_abandons'] as number, 6);
  });

  test('no service level where no wait is known', async () => {
    expect((await askKpi(room, 'service_level_60s', BANK)).value).toBeNull();
  });
});
