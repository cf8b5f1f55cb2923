import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { metricsRoom } from '../../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../../support/room-client.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { refusalOf } from '../chargeback/chargeback-client.ts';
import { eventMaker, interaction } from '../event-maker.ts';

/** A Thursday: the week of Monday, March 9 is not over. */
const NOW = '2026-03-12T12:00:00.000Z';
const START = Date.parse('2026-02-02T00:00:00Z');
const WEEK = 7 * 86_400_000;

/** Seconds that a call of banking takes more than the mean of the others, from four weeks before the start. */
const DIFFERENCES = [100, 102, 98, 100, 40, 42, 38, 40, 40, 900];

const LEAD = Object.freeze({ scopes: ['kpi:read', 'kpi:small-groups', 'kpi:write'] });

/** A call a week and division; everybody's calls become longer by 5 seconds a week. */
function calls() {
  const make = eventMaker('pilot');
  return DIFFERENCES.flatMap((difference, place) => {
    const at = new Date(START + (place - 4) * WEEK + WEEK / 2).toISOString();
    const common = 200 + 5 * place;
    const lasting = { lending: common - 20, insurance: common + 20, banking: common + difference };
    return Object.entries(lasting).map(([division, handleSeconds]) => {
      const call = interaction(`${division}-${place}`, division, null, { handleSeconds });
      return make('interaction.logged', at, call);
    });
  });
}

const SET = `mutation ($input: RolloutInput!) {
  setRollout(input: $input) { division liveFrom endedOn state }
}`;

const REPORT = `query ($pilot: String!, $kpi: String!, $before: Int! = 12) {
  pilotReport(pilot: $pilot, kpi: $kpi, weeksBefore: $before) {
    pilot kpi unit rollouts { division state } others
    weeks { week phase served others difference }
    effect { value confidenceInterval { low high level } autocorrelation }
    preTrend { value confidenceInterval { low high } }
  }
}`;

describe.each(testDatabases)('a pilot, on $name', ({ open }) => {
  let room: TestRoom;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => new Date(NOW) });
    await room.events.publish(calls());
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  const set = (input: object, caller: object = LEAD) => room.ask(SET, { input }, caller);
  const report = (variables: object) => room.ask(REPORT, variables, LEAD);
  const banking = { pilot: 'center', division: 'banking', liveFrom: '2026-02-02' };

  test('is planned, then live, then ended', async () => {
    const planned = await set({ ...banking, liveFrom: '2026-04-01' });
    expect(planned.data['setRollout']).toMatchObject({ state: 'PLANNED' });
    const ended = await set({ ...banking, endedOn: '2026-03-12' });
    expect(ended.data['setRollout']).toMatchObject({ state: 'ENDED' });
    expect((await set(banking)).data['setRollout']).toEqual({
      division: 'banking',
      liveFrom: '2026-02-02',
      endedOn: null,
      state: 'LIVE',
    });
  });

  test('is reported in whole weeks, against the others', async () => {
    const { pilotReport } = (await report({ pilot: 'center', kpi: 'average_handle_time' })).data;
    expect(pilotReport).toMatchObject({
      unit: 'SECONDS',
      rollouts: [{ division: 'banking', state: 'LIVE' }],
      others: ['insurance', 'lending'],
      effect: { value: -60, autocorrelation: 0, confidenceInterval: { level: 0.95 } },
    });
    const differences = pilotReport.weeks.map((one: any) => [one.week, one.difference]);
    expect(differences).toEqual(DIFFERENCES.slice(0, 9).map((one, place) => [place - 4, one]));
    const { low, high } = pilotReport.effect.confidenceInterval;
    expect([low > -64, high < -56]).toEqual([true, true]);
    // No drift before the start, though everybody's calls became longer.
    const trend = pilotReport.preTrend.confidenceInterval;
    expect(trend.low < 0 && trend.high > 0).toBe(true);
  });

  test('that has ended is reported for the weeks it lasted', async () => {
    await set({ ...banking, pilot: 'short', endedOn: '2026-02-17' });
    const { pilotReport } = (await report({ pilot: 'short', kpi: 'average_handle_time' })).data;
    expect(pilotReport.weeks.map((one: any) => one.week)).toEqual([-4, -3, -2, -1, 0, 1]);
  });

  test('does not tell who may not see them of weeks with few calls', async () => {
    const asked = { pilot: 'center', kpi: 'average_handle_time' };
    const { data } = await room.ask(REPORT, asked, { scopes: ['kpi:read'] });
    expect(data['pilotReport']).toMatchObject({ weeks: [], effect: null, preTrend: null });
  });

  test('is not for those who may see one division only', async () => {
    const asked = { pilot: 'center', kpi: 'average_handle_time' };
    const president = { scopes: ['kpi:read', 'kpi:group'], division: 'banking' };
    expect(refusalOf(await room.ask(REPORT, asked, president))[0]).toBe('FORBIDDEN');
    const serving = { scopes: ['kpi:read', 'division:every'], division: 'banking' };
    expect((await room.ask(REPORT, asked, serving)).errors).toBeUndefined();
  });

  test('with a fault is refused', async () => {
    expect(refusalOf(await set({ ...banking, endedOn: '2026-02-02' }))[1]).toBe(
      'Argument "input.endedOn" must be a day after "liveFrom" (2026-02-02), but got: 2026-02-02.',
    );
    expect(refusalOf(await set({ ...banking, pilot: 'a/b' }))[0]).toBe('BAD_USER_INPUT');
    const elsewhere = { ...LEAD, division: 'banking' };
    expect(refusalOf(await set(banking, elsewhere))[0]).toBe('FORBIDDEN');
    expect(refusalOf(await report({ pilot: 'nobody', kpi: 'csat' }))).toEqual([
      'NOT_FOUND',
      'No division is in pilot "nobody".',
    ]);
    expect(refusalOf(await report({ pilot: 'center', kpi: 'joy' }))[0]).toBe('BAD_USER_INPUT');
    const many = await report({ pilot: 'center', kpi: 'csat', before: 53 });
    expect(refusalOf(many)[1]).toBe('Argument "weeksBefore" must be 1 to 52, but got: 53.');
  });
});
