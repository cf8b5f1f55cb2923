import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AnyDomainEvent } from '../../../../schema/events.ts';
import { metricsRoom } from '../../../../subgraphs/metrics/main.ts';
import { startTestRoom, type TestRoom } from '../../../support/room-client.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import { eventMaker, interaction } from '../event-maker.ts';

const NOW = new Date('2026-04-01T12:00:00Z');
const FIRST_DAY = Date.parse('2026-01-01T09:00:00Z');
const MARCH = { division: 'banking', from: '2026-03-02', to: '2026-03-31' };
const READER = { scopes: ['kpi:read', 'kpi:small-groups'] };
const LEADER = { scopes: ['kpi:targets'] };

/** Ninety days of three calls and two chats; in the last thirty, one call a day is given up. */
function ninetyDays(): readonly AnyDomainEvent[] {
  const make = eventMaker('ninety days');
  return Array.from({ length: 90 }, (_, day) => {
    const at = new Date(FIRST_DAY + day * 86_400_000).toISOString();
    return Array.from({ length: 5 }, (_, place) => {
      const outcome = day >= 60 && place === 0 ? 'ABANDONED' : 'HANDLED';
      const channel = place < 3 ? 'PHONE' : 'CHAT';
      const id = `${day}/${place}`;
      return make('interaction.logged', at, interaction(id, 'banking', null, { outcome, channel }));
    });
  }).flat();
}

describe.each(testDatabases)('a scorecard, on $name', ({ open }) => {
  let room: TestRoom;

  beforeAll(async () => {
    room = await startTestRoom(metricsRoom, { database: await open(), clock: () => NOW });
    await room.events.publish(ninetyDays());
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  async function row(selection: string, asked: object = {}, caller: object = READER) {
    const query = `query ($division: ID, $from: Date!, $to: Date!) {
      scorecard(division: $division, from: $from, to: $to, names: ["abandonment_rate"]) {
        rows { ${selection} }
      }
    }`;
    const { data, errors } = await room.ask(query, { ...MARCH, ...asked }, caller);
    expect(errors).toBeUndefined();
    return data['scorecard'].rows[0];
  }

  const setTarget = (input: object, caller: object = LEADER) =>
    room.ask(
      `mutation ($input: SetKpiTargetInput!) {
        setKpiTarget(input: $input) { kpi division value from }
      }`,
      { input: { kpi: 'abandonment_rate', from: '2026-03-31', ...input } },
      caller,
    );

  test('has the KPIs that have a target, each against it', async () => {
    const query = `query ($division: ID, $from: Date!, $to: Date!) {
      scorecard(division: $division, from: $from, to: $to) {
        division from to rows { kpi { name value target { value met division from } } }
      }
    }`;
    const { data } = await room.ask(query, MARCH, READER);
    const { rows, ...about } = data['scorecard'];
    expect(about).toEqual(MARCH);
    expect(rows.every(({ kpi }: any) => typeof kpi.target.value === 'number')).toBe(true);
    const byName = new Map(rows.map(({ kpi }: any) => [kpi.name, kpi]));
    expect(byName.get('abandonment_rate')).toMatchObject({
      value: 0.2,
      target: { value: 0.05, met: false, division: null, from: null },
    });
    expect(byName.get('csat')).toMatchObject({ value: null, target: { met: null } });
    expect(byName.has('contact_volume')).toBe(false);
  });

  test('says how the period before was, and whether that is chance', async () => {
    const { kpi } = await row(
      'kpi { previous { from to value n change relativeChange significant withheld } }',
    );
    expect(kpi.previous).toEqual({
      ...{ from: '2026-01-31', to: '2026-03-01', value: 0, n: 150, withheld: false },
      ...{ change: 0.2, relativeChange: null, significant: true },
    });
  });

  test('says on how many of the last ninety days the target was met', async () => {
    const realism = 'realism { daysMeasured daysMet share verdict }';
    expect((await row(realism)).realism).toEqual({
      ...{ daysMeasured: 90, daysMet: 60, share: 60 / 90, verdict: 'REALISTIC' },
    });
    expect((await row(realism, { from: '2026-02-01', to: '2026-03-01' })).realism.verdict).toBe(
      'ALWAYS_MET',
    );
  });

  test('says which way it goes', async () => {
    const { trend } = await row('trend { perWeek verdict confidenceInterval { low level } }');
    expect(trend.verdict).toBe('WORSENING');
    expect(trend.perWeek).toBeGreaterThan(0.01);
    expect(trend.confidenceInterval).toMatchObject({ level: 0.95 });
  });

  test('says what drove the change', async () => {
    const { drivers, byTier } = await row(`
      drivers { total volume mix rate parts { value rateBefore rateAfter rate } }
      byTier: drivers(by: VALUE_TIER) { total }`);
    expect(drivers).toMatchObject({ total: 30, volume: 0, mix: 0 });
    expect(drivers.rate).toBeCloseTo(30, 9);
    expect(drivers.parts[0]).toMatchObject({ value: 'PHONE', rateBefore: 0 });
    expect(drivers.parts[0].rateAfter).toBeCloseTo(1 / 3, 9);
    // A call has no value tier.
    expect(byTier).toBeNull();
  });

  test('a target that is set counts from its day on, for its division, until it is taken back', async () => {
    const target = async (asked: object = {}) =>
      (await row('kpi { target { value met division from } }', asked)).kpi.target;
    const { data } = await setTarget({ division: 'banking', value: 0.3 });
    expect(data['setKpiTarget']).toEqual({
      ...{ kpi: 'abandonment_rate', division: 'banking', value: 0.3, from: '2026-03-31' },
    });
    const own = { value: 0.3, met: true, division: 'banking', from: '2026-03-31' };
    expect(await target()).toEqual(own);
    expect((await target({ to: '2026-03-30' })).value).toBe(0.05);
    await setTarget({ value: 0.1 });
    expect(await target()).toEqual(own);
    expect(await target({ division: null })).toMatchObject({ value: 0.1, division: null });
    await setTarget({ division: 'banking', value: null });
    expect(await target()).toBeNull();
  });

  test('faults in a target are named, and nobody sets one for others', async () => {
    const fault = async (input: object, caller: object = LEADER) => {
      const { errors } = await setTarget(input, caller);
      return [errors?.[0]?.extensions['code'], errors?.[0]?.message];
    };
    expect(await fault({ value: 1.5 })).toEqual([
      'BAD_USER_INPUT',
      'Argument "input.value" must be a number from 0 to 1, but got: 1.5.',
    ]);
    const [code, message] = await fault({ kpi: 'contact_volume', value: 1 });
    expect(code).toBe('BAD_USER_INPUT');
    expect(message).toMatch(/^Argument "input.kpi" must be one of .* but got: contact_volume\.$/);
    const [other] = await fault(
      { division: 'lending', value: 0.1 },
      { ...LEADER, division: 'banking' },
    );
    expect(other).toBe('FORBIDDEN');
  });

  test('small groups are withheld from who may not see them', async () => {
    const query = `{
      kpis(from: "2026-03-31", to: "2026-03-31", names: ["call_volume"], groupBy: [CHANNEL]) {
        value n withheld group { value }
      }
      whole: kpis(from: "2026-03-31", to: "2026-03-31", names: ["call_volume"]) { n withheld }
    }`;
    const analyst = await room.ask(query, {}, { scopes: ['kpi:read'] });
    expect(analyst.data['kpis']).toEqual([
      { value: null, n: 0, withheld: true, group: [{ value: 'CHAT' }] },
      { value: null, n: 0, withheld: true, group: [{ value: 'PHONE' }] },
    ]);
    expect(analyst.data['whole']).toEqual([{ n: 5, withheld: false }]);
    const leader = await room.ask(query, {}, READER);
    expect(leader.data['kpis'].map(({ n, withheld }: any) => [n, withheld])).toEqual([
      [2, false],
      [3, false],
    ]);
  });
});
