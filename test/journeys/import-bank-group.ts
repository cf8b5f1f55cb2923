import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HouseDatabase, HouseGround } from '../support/house-databases.ts';
import { startHouse, PROJECT, type House } from '../support/house.ts';
import { readFacts, REAL_DATA } from '../support/real-data.ts';
import { ALL_TIME, KPIS, kpiNumbers } from './kpi-numbers.ts';
import { settle } from './settle.ts';
import { startKiller } from './start-killer.ts';

const FILES = [
  ['banking', 'bank-customers', 'bank_group/completedclient.csv'],
  ['banking', 'bank-complaints', 'bank_group/crm_events.csv.gz'],
  ['banking', 'bank-calls', 'bank_group/crm_call_center_logs.csv'],
  ['banking', 'bank-reviews', 'bank_group/crm_reviews.csv'],
  ['lending', 'luxury-loans', 'bank_group/luxuryloanportfolio.csv'],
  ['lending', 'bank-loans', 'bank_group/completedloan.csv'],
  ['telephony', 'call-center', 'calls/Call-Center-Dataset.csv'],
  ['telephony', 'call-center-reviews', 'calls/Call-Center-Dataset.csv'],
] as const;

const DAY = 86_400;

/** What an uninterrupted run counted. `WRITE_FIXTURES=1` writes it anew, after KPIs have changed. */
const COUNTED = new URL('../fixtures/bank-group-kpis.json', import.meta.url);

/**
 * Imports the files and compares what the gateway answers with the known facts. Meanwhile the rooms' process is
 * killed so many times; `IMPORT_KILLS` says how often instead.
 */
export function importJourney({ prepare, claimMs }: HouseDatabase, killCount: number): void {
  const kills = Number(process.env['IMPORT_KILLS'] ?? killCount);
  const facts = readFacts();
  const bank = facts.retail_bank;
  let ground: HouseGround;
  let house: House;
  let rejects: string;

  beforeAll(async () => {
    rejects = await mkdtemp(join(tmpdir(), 'switchboard-rejects-'));
    ground = await prepare();
    house = await startHouse({ args: ['--empty'], environment: ground.environment });
    await importAll();
  }, 600_000);

  afterAll(async () => {
    await house?.demolish();
    await ground?.clear();
    await rm(rejects, { recursive: true, force: true });
  });

  const importFile = ([division, mapping, file]: (typeof FILES)[number]) =>
    house.command(
      'import',
      ...['--division', division, '--patience', '180'],
      ...['--mapping', join(PROJECT, 'test/fixtures/mappings', `${mapping}.yaml`)],
      ...['--rejects', join(rejects, `${mapping}.csv`), join(REAL_DATA, file)],
    );

  const importAll = async () => {
    const killer = startKiller(house, kills);
    for (const file of FILES) await importFile(file);
    expect(await killer.finish()).toBe(kills);
    // Events that a dead process had claimed are not to be counted twice by whoever claims them next.
    await settle(house, kills > 0 ? claimMs : 0);
  };

  const kpi = async (name: string, variables: object = {}) => {
    const all = { division: 'banking', ...ALL_TIME, names: [name], ...variables };
    const answer = await house.ask(KPIS, all, 'analyst');
    expect(answer.errors).toBeUndefined();
    return answer.data['kpis'];
  };

  /** One KPI by the values of a dimension. */
  const kpiBy = async (name: string, dimension: string, variables: object = {}) => {
    const groups = await kpi(name, { groupBy: [dimension], ...variables });
    return Object.fromEntries(groups.map((row: any) => [row.group[0].value, row]));
  };

  test('every customer of the bank is in the graph, under their own number', async () => {
    const query =
      '{ customerBySource(division: "banking", localId: "C00000001") { id name { full } } }';
    const { data } = await house.ask(query);
    expect(data['customerBySource'].name.full).toBe('Emma Avaya Smith');
    const [rate] = await kpi('complaint_rate_per_1000');
    expect(rate.denominator).toBe(bank.customers);
  });

  test('no two customers were merged on a name alone', async () => {
    const { data } = await house.ask(
      '{ a: searchCustomers(text: "smith", first: 100) { nodes { sourceRecords { division localId } } } }',
    );
    for (const { sourceRecords } of data['a'].nodes) expect(sourceRecords).toHaveLength(1);
    const [shared] = await kpi('multi_division_customer_share', { division: null });
    expect(shared.numerator).toBe(0);
  });

  test('complaints and their rate in 2016 are the known ones', async () => {
    const [all] = await kpi('complaint_volume');
    expect(all.value).toBe(bank.complaints);
    const [rate] = await kpi('complaint_rate_per_1000', { from: '2016-01-01', to: '2016-12-31' });
    expect(rate.numerator).toBe(bank.complaints_2016);
    expect(rate.value).toBeCloseTo(bank.complaints_per_1000_customers_2016, 2);
  });

  test('timely responses are the known share', async () => {
    const [rate] = await kpi('timely_response_rate');
    expect(rate.value).toBeCloseTo(bank.timely_response_rate, 6);
  });

  test('the channel mix of complaints is the known one', async () => {
    const shares = await kpiBy('channel_share', 'CHANNEL', { filter: { caseType: 'COMPLAINT' } });
    const names = {
      Web: 'WEB',
      Referral: 'AGENCY',
      Phone: 'PHONE',
      'Postal mail': 'POST',
      Fax: 'FAX',
      Email: 'EMAIL',
    };
    for (const [channel, name] of Object.entries(names)) {
      expect(shares[name].value).toBeCloseTo(bank.channel_mix[channel], 6);
    }
  });

  test('calls: handled ones, their time, and the share that hung up', async () => {
    const [time] = await kpi('average_handle_time');
    expect(time.n).toBe(bank.calls.outcome.Agent);
    expect(time.numerator).toBe(bank.calls.agent_service_seconds.sum);
    expect(time.value).toBeCloseTo(bank.calls.agent_service_seconds.mean, 2);
    expect(time.percentiles.p50).toBeCloseTo(bank.calls.agent_service_seconds.p50, 4);
    expect(time.percentiles.p90).toBeCloseTo(bank.calls.agent_service_seconds.p90, 4);
    expect(time.percentiles.p95).toBeCloseTo(bank.calls.agent_service_seconds.p95, 4);
    const [abandoned] = await kpi('abandonment_rate');
    expect(abandoned.value).toBeCloseTo(bank.calls.hang_rate_of_agent_plus_hang, 6);
    expect(abandoned.numerator).toBe(bank.calls.outcome.Hang);
    // Nobody knows how long they waited.
    expect((await kpi('service_level_60s'))[0].value).toBeNull();
  });

  test('reviews: the known share of four and five stars', async () => {
    const [csat] = await kpi('csat');
    expect(csat.n).toBe(bank.reviews.n);
    expect(csat.value).toBeCloseTo(bank.reviews.csat_top2, 6);
  });

  test('complaints were sent on after the known time, replies before the complaint among them', async () => {
    const [lag] = await kpi('first_reply_time', { filter: { caseType: 'COMPLAINT' } });
    const { mean, p50, p90, p95, max } = bank.lag_days;
    expect(lag.n).toBe(bank.complaints);
    expect(lag.value / DAY).toBeCloseTo(mean, 3);
    expect(lag.percentiles).toEqual({
      ...{ p50: p50 * DAY, p90: p90 * DAY },
      ...{ p95: p95 * DAY, max: max * DAY },
    });
  });

  test('complaints by product, and of how many customers', async () => {
    const products = await kpiBy('timely_response_rate', 'TOPIC');
    for (const [product, untimely] of Object.entries<number>(bank.untimely_by_product)) {
      expect(1 - products[product].value).toBeCloseTo(untimely, 6);
    }
    const [share] = await kpi('complaining_customer_share');
    expect(share.numerator).toBe(bank.complaints_per_client.clients_with_any);
    expect(share.denominator).toBe(bank.customers);
    const [rate] = await kpi('complaint_rate_per_1000');
    expect(rate.value / 1000).toBeCloseTo(bank.complaints_per_client.mean_all, 4);
  });

  test('calls and reviews by what they were about', async () => {
    const types = await kpiBy('average_handle_time', 'TOPIC');
    for (const [type, seconds] of Object.entries<number>(bank.calls.by_type_mean)) {
      expect(types[type].value).toBeCloseTo(seconds, 2);
    }
    const products = await kpiBy('csat', 'TOPIC');
    for (const [product, top2] of Object.entries<number>(bank.reviews.by_product_top2)) {
      expect(products[product].value).toBeCloseTo(top2, 4);
      expect(products[product].n).toBe(bank.reviews.by_product_n[product]);
    }
    const [stars] = await kpi('csat_mean');
    expect(stars.value).toBeCloseTo(bank.reviews.mean_stars, 3);
  });

  test('repeat contacts within 7, 30 and 90 days are the known shares', async () => {
    for (const days of [7, 30, 90]) {
      const [rate] = await kpi(`repeat_contact_rate_${days}d`);
      expect(rate.value).toBeCloseTo(bank[`repeat_contact_within_${days}d`], 6);
    }
  });

  test("a telephone company's calls come out as known", async () => {
    const calls = facts.phonenow_calls;
    const telephony = async (name: string) => (await kpi(name, { division: 'telephony' }))[0];
    const offered = await telephony('call_volume');
    expect(offered.value).toBe(calls.calls);
    const abandoned = await telephony('abandonment_rate');
    expect(abandoned.numerator).toBe(calls.abandoned);
    expect(abandoned.value).toBeCloseTo(calls.abandonment_rate, 6);
    const talk = await telephony('average_handle_time');
    expect(talk.value).toBeCloseTo(calls.talk_mean_s, 3);
    expect(talk.percentiles.p90).toBeCloseTo(calls.talk_p90, 6);
    const csat = await telephony('csat');
    expect(csat.value).toBeCloseTo(calls.csat_top2, 6);
    expect(csat.n).toBe(calls.csat_responses);
    expect((await telephony('csat_mean')).value).toBeCloseTo(calls.csat_mean, 4);
  });

  test('the telephone company answers as fast as known, and settles as much', async () => {
    const calls = facts.phonenow_calls;
    const telephony = async (name: string) => (await kpi(name, { division: 'telephony' }))[0];
    const speed = await telephony('average_speed_of_answer');
    expect(speed.value).toBeCloseTo(calls.ASA_mean, 4);
    const { ASA_p50: p50, ASA_p90: p90, ASA_p95: p95 } = calls;
    expect(speed.percentiles).toMatchObject({ p50, p90, p95 });
    for (const [name, known] of [
      ['service_level_20s', calls.service_level_20s_incl_abandons],
      ['service_level_60s', calls.service_level_60s_incl_abandons],
      ['answered_within_60s', calls.service_level_60s_excl_abandons],
      ['resolved_of_offered_rate', calls.resolution_rate_of_offered],
      ['resolved_of_answered_rate', calls.resolution_rate_of_answered],
    ]) {
      expect((await telephony(name)).value).toBeCloseTo(known, 6);
    }
  });

  test('each agent of the telephone company has the known calls and rating', async () => {
    const division = { division: 'telephony' };
    const offered = await kpiBy('abandonment_rate', 'AGENT', division);
    const settled = await kpiBy('resolved_of_answered_rate', 'AGENT', division);
    const rated = await kpiBy('csat_mean', 'AGENT', division);
    for (const [agent, known] of Object.entries<any>(facts.phonenow_calls.by_agent)) {
      expect(offered[agent].denominator).toBe(known.calls);
      expect(settled[agent]).toMatchObject({
        denominator: known.answered,
        numerator: known.resolved,
      });
      expect(rated[agent].value).toBeCloseTo(known.csat, 4);
    }
  });

  test(`every count is that of an uninterrupted run, after ${kills} kills`, async () => {
    const counted = await kpiNumbers(house);
    if (process.env['WRITE_FIXTURES'] !== undefined) {
      await writeFile(COUNTED, `${JSON.stringify(counted, null, 2)}\n`);
    }
    expect(counted).toEqual(JSON.parse(await readFile(COUNTED, 'utf8')));
  });

  test('the same files again change nothing', async () => {
    const before = await kpiNumbers(house);
    const printed = await importFile(FILES[0]);
    expect(printed).toMatch(/unchanged\s+5369/);
    await settle(house);
    expect(await kpiNumbers(house)).toEqual(before);
  });
}
