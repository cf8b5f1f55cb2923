import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HouseDatabase, HouseGround } from '../support/house-databases.ts';
import { startHouse, PROJECT, type House } from '../support/house.ts';
import { readFacts, REAL_DATA } from '../support/real-data.ts';

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

const ALL_TIME = { from: '2000-01-01', to: '2026-12-31' };
const KPIS = `query Kpis($division: ID, $from: Date!, $to: Date!, $names: [String!], $groupBy: [KpiDimension!]) {
  kpis(division: $division, from: $from, to: $to, names: $names, groupBy: $groupBy) {
    name value numerator denominator n percentiles { p50 p90 p95 } group { value }
  }
}`;

/**
 * Imports the files twice, once in peace and once with the rooms' process killed that often, and compares both
 * with the known facts. `IMPORT_KILLS` says how often instead; 0 leaves the second import out.
 */
export function importJourney({ prepare, claimMs }: HouseDatabase, usualKills: number): void {
  const kills = Number(process.env['IMPORT_KILLS'] ?? usualKills);
  const facts = readFacts();
  const bank = facts.retail_bank;
  let ground: HouseGround;
  let house: House;
  let rejects: string;

  beforeAll(async () => {
    rejects = await mkdtemp(join(tmpdir(), 'switchboard-rejects-'));
    ground = await prepare();
    house = await startHouse({ args: ['--empty'], environment: ground.environment });
    for (const file of FILES) await importFile(house, file);
    await settle(house);
  }, 400_000);

  afterAll(async () => {
    await house?.demolish();
    await ground?.clear();
    await rm(rejects, { recursive: true, force: true });
  });

  const importFile = (into: House, [division, mapping, file]: (typeof FILES)[number]) =>
    into.command(
      'import',
      ...['--division', division, '--patience', '180'],
      ...['--mapping', join(PROJECT, 'test/fixtures/mappings', `${mapping}.yaml`)],
      ...['--rejects', join(rejects, `${mapping}.csv`), join(REAL_DATA, file)],
    );

  const kpi = async (name: string, variables: object = {}) => {
    const all = { division: 'banking', ...ALL_TIME, names: [name], ...variables };
    const answer = await house.ask(KPIS, all, 'analyst');
    expect(answer.errors).toBeUndefined();
    return answer.data['kpis'];
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
    const variables = {
      ...ALL_TIME,
      division: 'banking',
      names: ['channel_share'],
      groupBy: ['CHANNEL'],
      filter: { caseType: 'COMPLAINT' },
    };
    const query = KPIS.replace(
      '$groupBy: [KpiDimension!]',
      '$groupBy: [KpiDimension!], $filter: KpiFilter',
    ).replace('groupBy: $groupBy)', 'groupBy: $groupBy, filter: $filter)');
    const { data } = await house.ask(query, variables, 'analyst');
    const shares = Object.fromEntries(
      data['kpis'].map((row: any) => [row.group[0].value, row.value]),
    );
    const names = {
      Web: 'WEB',
      Referral: 'AGENCY',
      Phone: 'PHONE',
      'Postal mail': 'POST',
      Fax: 'FAX',
      Email: 'EMAIL',
    };
    for (const [channel, name] of Object.entries(names)) {
      expect(shares[name]).toBeCloseTo(bank.channel_mix[channel], 6);
    }
  });

  test('calls: handled ones, their time, and the share that hung up', async () => {
    const [time] = await kpi('average_handle_time');
    expect(time.n).toBe(bank.calls.outcome.Agent);
    expect(time.value).toBeCloseTo(bank.calls.agent_service_seconds.mean, 2);
    expect(time.percentiles.p50).toBeCloseTo(bank.calls.agent_service_seconds.p50, 4);
    expect(time.percentiles.p90).toBeCloseTo(bank.calls.agent_service_seconds.p90, 4);
    const [abandoned] = await kpi('abandonment_rate');
    expect(abandoned.value).toBeCloseTo(bank.calls.hang_rate_of_agent_plus_hang, 6);
  });

  test('reviews: the known share of four and five stars', async () => {
    const [csat] = await kpi('csat');
    expect(csat.n).toBe(bank.reviews.n);
    expect(csat.value).toBeCloseTo(bank.reviews.csat_top2, 6);
  });

  test('repeat contacts within 7 and 30 days are the known shares', async () => {
    const [week] = await kpi('repeat_contact_rate_7d');
    expect(week.value).toBeCloseTo(bank.repeat_contact_within_7d, 6);
    const [month] = await kpi('repeat_contact_rate_30d');
    expect(month.value).toBeCloseTo(bank.repeat_contact_within_30d, 6);
  });

  test("a telephone company's calls come out as known", async () => {
    const calls = facts.phonenow_calls;
    const [abandoned] = await kpi('abandonment_rate', { division: 'telephony' });
    expect(abandoned.value).toBeCloseTo(calls.abandonment_rate, 6);
    const [time] = await kpi('average_handle_time', { division: 'telephony' });
    expect(time.value).toBeCloseTo(calls.talk_mean_s, 3);
    const [csat] = await kpi('csat', { division: 'telephony' });
    expect(csat.value).toBeCloseTo(calls.csat_top2, 6);
  });

  test('the same files again change nothing', async () => {
    const before = await numbers(house);
    const printed = await importFile(house, FILES[0]);
    expect(printed).toMatch(/unchanged\s+5369/);
    await settle(house);
    expect(await numbers(house)).toEqual(before);
  });

  if (kills === 0) return;
  describe(`with the rooms killed ${kills} times while the files come in`, () => {
    let shakenGround: HouseGround;
    let shaken: House;

    beforeAll(async () => {
      shakenGround = await prepare();
      shaken = await startHouse({ args: ['--empty'], environment: shakenGround.environment });
    }, 120_000);

    afterAll(async () => {
      await shaken?.demolish();
      await shakenGround?.clear();
    });

    test('every count equals that of the uninterrupted run', async () => {
      const killer = startKiller(shaken, kills);
      for (const file of FILES) await importFile(shaken, file);
      const done = await killer.finish();
      // Events that a dead process had claimed are not to be counted twice by whoever claims them next.
      await settle(shaken, LOOKS + Math.ceil(claimMs / LOOK_EVERY_MS));
      expect(done).toBe(kills);
      expect(await numbers(shaken)).toEqual(await numbers(house));
    }, 600_000);
  });
}

/** Kills the rooms' process at seeded random moments; those left when the import ends come at its end. */
function startKiller(house: House, count: number): { finish(): Promise<number> } {
  let seed = 20_261;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  let running = true;
  let last = 0;
  const loop = async () => {
    for (let kills = 0; kills < count; kills++) {
      last = await otherPid(house, last);
      // Three of four are struck at their work, the fourth while it starts.
      if (kills % 4 !== 3) await untilAnswering(house);
      await new Promise((resolve) => setTimeout(resolve, random() * (running ? 1_500 : 300)));
      process.kill(last, 'SIGKILL');
    }
    return count;
  };
  const finished = loop();
  return {
    finish() {
      running = false;
      return finished;
    },
  };
}

/** The process that came after the one that was killed. */
async function otherPid(house: House, last: number): Promise<number> {
  for (;;) {
    // Between two processes there is no file.
    const pid = await house.pidOf('rooms').catch(() => last);
    if (pid !== last) return pid;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function untilAnswering(house: House): Promise<void> {
  for (;;) {
    const answer = await house.ask('{ metricsFreshness { events } }', {}, 'analyst');
    if (answer.errors === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const LOOK_EVERY_MS = 1_000;
const LOOKS = 3;

/** Waits until all events have been counted: several looks in a row agree. */
async function settle(house: House, looks = LOOKS): Promise<void> {
  let same = 0;
  let last = '';
  for (let look = 0; look < 240 && same < looks; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const answer = await house.ask('{ metricsFreshness { events } }', {}, 'analyst');
    const events = JSON.stringify(answer.data?.['metricsFreshness'] ?? null);
    same = events === last && events !== 'null' ? same + 1 : 0;
    last = events;
  }
  expect(same).toBe(looks);
}

/** Every KPI of every division: what must not depend on how often a process died. */
async function numbers(house: House): Promise<unknown> {
  const answer = await house.ask(KPIS, { ...ALL_TIME, groupBy: ['DIVISION'] }, 'analyst');
  expect(answer.errors).toBeUndefined();
  return answer.data['kpis'];
}
