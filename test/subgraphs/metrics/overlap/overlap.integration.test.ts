import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { openRoomDatabase } from '../../../../subgraphs/kit/room-database.ts';
import { KPI_CATALOGUE } from '../../../../subgraphs/metrics/kpis/catalogue.ts';
import { metricsRoom } from '../../../../subgraphs/metrics/main.ts';
import { measureKpis, onOneState } from '../../../../subgraphs/metrics/measures/measure-kpis.ts';
import { metricsMigrations } from '../../../../subgraphs/metrics/migrations.ts';
import type { KpiDimension } from '../../../../subgraphs/metrics/model.ts';
import { isCompared } from '../../../../subgraphs/metrics/overlap/compared-sources.ts';
import { countPieces } from '../../../../subgraphs/metrics/overlap/piece-counts.ts';
import {
  kpiQuestion,
  placeOf,
  populationText,
} from '../../../../subgraphs/metrics/overlap/population.ts';
import { questionOf } from '../../../../subgraphs/metrics/overlap/question.ts';
import { readScope } from '../../../../subgraphs/metrics/read-scope.ts';
import type { MetricsTables } from '../../../../subgraphs/metrics/tables.ts';
import { startTestRoom, type TestRoom } from '../../../support/room-client.ts';
import { testDatabases } from '../../../support/test-databases.ts';
import type { KpiVariables } from '../kpi-client.ts';
import { january } from '../story.ts';
import { callsByDay } from './calls-by-day.ts';

const START = new Date('2026-07-01T12:00:00Z');
const ANALYST = Object.freeze({ subject: 'analyst', scopes: ['kpi:read'] });

const ASK = `query ($division: ID, $from: Date!, $to: Date!, $names: [String!], $groupBy: [KpiDimension!], $filter: KpiFilter) {
  kpis(division: $division, from: $from, to: $to, names: $names, groupBy: $groupBy, filter: $filter) {
    value n withheld numerator denominator percentiles { p50 } group { value }
  }
}`;

describe.each(testDatabases)('periods that overlap, on $name', ({ open }) => {
  let room: TestRoom;
  let database: Kysely<MetricsTables>;
  let now = START;

  beforeAll(async () => {
    const pool = await open();
    room = await startTestRoom(metricsRoom, { database: pool, clock: () => now });
    await room.events.publish(callsByDay({ days: 120, phone: 2, chat: 1 }));
    database = await openRoomDatabase(pool, 'metrics', metricsMigrations);
  });
  beforeEach(async () => {
    now = START;
    await database.deleteFrom('asked_question').execute();
  });
  afterAll(async () => {
    await room.stop();
    await room.database.close();
  });

  async function ask(asked: Partial<KpiVariables>, caller: object = ANALYST) {
    const january = { from: '2026-01-01', to: '2026-01-31', names: ['call_volume'] };
    const { data, errors } = await room.ask(ASK, { ...january, ...asked }, caller);
    expect(errors).toBeUndefined();
    return data['kpis'] as readonly { n: number; withheld: boolean; value: number | null }[];
  }
  const shown = async (asked: Partial<KpiVariables>, caller?: object) =>
    (await ask(asked, caller)).map(({ n, withheld }) => (withheld ? 'withheld' : n));

  test('a day more, or less, is withheld like a small group', async () => {
    const names = ['average_handle_time'];
    expect(await shown({ names })).toEqual([93]);
    expect(await ask({ names, to: '2026-02-01' })).toEqual([
      {
        ...{ value: null, n: 0, withheld: true, numerator: null, denominator: null },
        ...{ percentiles: null, group: [] },
      },
    ]);
    expect(await shown({ names, from: '2026-01-02' })).toEqual(['withheld']);
    expect(await shown({ names, to: '2026-02-02' })).toEqual([99]);
    expect(await shown({ names })).toEqual([93]);
  });

  test('what others asked, other KPIs and who sees small groups make no difference', async () => {
    expect(await shown({})).toEqual([93]);
    const more = { to: '2026-02-01' };
    expect(await shown(more)).toEqual(['withheld']);
    expect(await shown(more, { ...ANALYST, subject: 'another' })).toEqual([96]);
    expect(await shown({ ...more, names: ['contact_volume'] })).toEqual([96]);
    expect(
      await shown(more, { subject: 'analyst', scopes: ['kpi:read', 'kpi:small-groups'] }),
    ).toEqual([96]);
  });

  test('groups are judged one by one, by a filter as well, and all of them as the whole', async () => {
    const byChannel = { groupBy: ['CHANNEL'] };
    expect(await shown(byChannel)).toEqual([31, 62]);
    // Three days have three chats and six calls.
    expect(await shown({ to: '2026-02-03', filter: { channel: 'CHAT' } })).toEqual(['withheld']);
    expect(await shown({ to: '2026-02-03', filter: { channel: 'PHONE' } })).toEqual([68]);
    expect(await shown({ to: '2026-02-01' })).toEqual(['withheld']);
    expect(await shown({ to: '2026-02-03', groupBy: ['DIVISION'] })).toEqual([68, 34]);
  });

  test('hours are parts of a day', async () => {
    const many = { ...ANALYST, subject: 'by hour' };
    const day = { from: '2026-01-05', to: '2026-01-06' };
    expect(await shown({ ...day, groupBy: ['HOUR'] }, many)).toEqual(Array(6).fill('withheld'));
    expect(await shown(day, many)).toEqual([6]);
    expect(await shown({ ...day, to: '2026-01-07' }, many)).toEqual(['withheld']);
    expect(await shown({ ...day, to: '2026-01-08', groupBy: ['DAY'] }, many)).toEqual(
      Array(4).fill('withheld'),
    );
  });

  test('the period before, and what drove a change, are questions too', async () => {
    const query = `{ kpis(from: "2026-02-01", to: "2026-02-28", names: ["call_volume"]) {
      n previous { from n withheld } } }`;
    expect(await shown({ from: '2026-01-03' })).toEqual([87]);
    const { data } = await room.ask(query, {}, ANALYST);
    // A day before what was asked.
    expect(data['kpis']).toEqual([
      { n: 84, previous: { from: '2026-01-04', n: 0, withheld: true } },
    ]);
    const drivers = `{ scorecard(from: "2026-03-01", to: "2026-03-31", names: ["average_handle_time"]) {
      rows { drivers(by: CHANNEL) { total } } } }`;
    expect((await room.ask(drivers, {}, ANALYST)).data['scorecard'].rows[0].drivers).not.toBeNull();
    const names = ['average_handle_time'];
    const group = { names, from: '2026-03-02', to: '2026-03-31', filter: { channel: 'CHAT' } };
    expect(await shown(group)).toEqual(['withheld']);
  });

  test('of two in one query, and of two at once, one is told', async () => {
    const both = `{
      one: kpis(from: "2026-01-01", to: "2026-01-31", names: ["call_volume"]) { withheld }
      two: kpis(from: "2026-01-01", to: "2026-02-01", names: ["call_volume"]) { withheld }
    }`;
    const { data } = await room.ask(both, {}, ANALYST);
    expect([data['one'], data['two']].flat().filter((one: any) => !one.withheld)).toHaveLength(1);
    const days = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'];
    const caller = { ...ANALYST, subject: 'in a hurry' };
    const answers = await Promise.all(days.map((to) => shown({ from: '2026-03-01', to }, caller)));
    const told = answers.flat().filter((one) => one !== 'withheld');
    // The second day after the first adds six.
    expect(told.length).toBeGreaterThanOrEqual(1);
    const sorted = told.map(Number).sort((left, right) => left - right);
    expect(sorted.every((n, place) => place === 0 || n - (sorted[place - 1] ?? 0) >= 5)).toBe(true);
  });

  test('a period in which nothing had happened yet is no way round', async () => {
    const future = { from: '2026-01-01', to: '2026-12-31' };
    expect(await shown(future)).toEqual([360]);
    expect(await shown({ from: '2026-01-01', to: '2026-04-30' })).toEqual([360]);
    expect(await shown({ from: '2026-04-30', to: '2026-12-31' })).toEqual(['withheld']);
    expect(await shown({ ...future, groupBy: ['MONTH'] })).toEqual([93, 84, 93, 90]);
  });

  test('ordinary questions are answered: months, quarters, years and the year so far', async () => {
    const month = (from: string, to: string) => ({ from: `2026-${from}`, to: `2026-${to}` });
    const asked: Partial<KpiVariables>[] = [
      ...[month('01-01', '01-31'), month('02-01', '02-28'), month('03-01', '03-31')],
      ...[month('01-01', '03-31'), month('01-01', '12-31'), month('01-01', '04-10')],
      ...[month('01-01', '04-17'), { from: '2025-01-01', to: '2025-12-31' }],
      { ...month('01-01', '06-30'), groupBy: ['MONTH', 'CHANNEL'] },
      { ...month('01-01', '03-31'), groupBy: ['DIVISION'] },
      { ...month('01-01', '01-31'), division: 'banking' },
      { ...month('02-01', '02-28'), filter: { channel: 'PHONE' } },
    ];
    const names = ['call_volume', 'average_handle_time', 'abandonment_rate', 'contact_volume'];
    for (const one of [...asked, ...asked]) {
      const answer = await ask({ ...one, names });
      expect(answer.filter(({ withheld }) => withheld)).toEqual([]);
      if (one.from !== '2025-01-01') expect(answer.every(({ n }) => n >= 5)).toBe(true);
    }
  });

  test('the same question is kept once, without a number, and for ninety days', async () => {
    for (let times = 0; times < 3; times++) await shown({ groupBy: ['CHANNEL'] });
    const rows = await database.selectFrom('asked_question').selectAll().execute();
    expect(rows).toMatchObject([
      {
        subject: 'analyst',
        answer: {
          call_volume: {
            told: ['["2026-01-01T00:00:00.000Z","CHAT"]', '["2026-01-01T00:00:00.000Z","PHONE"]'],
            withheld: [],
          },
        },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/\b(31|62)\b(?!T)/);
    now = new Date(START.getTime() + 89 * 86_400_000);
    expect(await shown({ to: '2026-02-01' })).toEqual(['withheld']);
    now = new Date(START.getTime() + 91 * 86_400_000);
    expect(await shown({ to: '2026-02-01' })).toEqual([96]);
  });

  test('whoever asked more than is remembered gets nothing new', async () => {
    expect(await shown({})).toEqual([93]);
    const [known] = await database.selectFrom('asked_question').selectAll().execute();
    const copies = Array.from({ length: 5_000 }, (_, place) => ({
      ...{ id: `copy ${place}`, subject: 'analyst', asked_at: START },
      question: JSON.stringify({ ...(known?.question as object), kpis: ['csat', 'call_volume'] }),
      answer: JSON.stringify({}),
    }));
    await database.insertInto('asked_question').values(copies).execute();
    expect(await shown({ to: '2026-03-31' })).toEqual(['withheld']);
    expect(await shown({})).toEqual([93]);
  });

  test.each<[readonly KpiDimension[], object]>([
    [[], {}],
    [['DIVISION', 'CHANNEL'], {}],
    [['CASE_TYPE'], { division: 'banking' }],
    [['HOUR'], {}],
    [['AGENT'], { filter: { channel: 'PHONE' } }],
  ])('by %p, pieces have what each KPI counts in them', async (groupBy, also) => {
    await room.events.publish(january());
    const days = ['2025-12-01', '2026-01-01', '2026-01-03', '2026-01-09', '2026-02-01'];
    const hours = groupBy.includes('HOUR') ? ['2026-01-03T10:00:00Z'] : [];
    const edges = [...days, ...hours].sort().map((at) => new Date(at));
    const scopeOf = (start: Date | undefined, end: Date | undefined) => ({
      ...readScope({ from: '2026-01-01', to: '2026-01-31', groupBy, ...also }, START),
      ...{ start: start ?? START, end: end ?? START },
    });
    const scope = scopeOf(edges[0], edges.at(-1));
    const kpis = KPI_CATALOGUE.filter(isCompared);
    const counts = await onOneState(database, (state) =>
      countPieces(state, kpis, { scope, edges }),
    );
    let observed = 0;
    for (const [place, end] of edges.slice(1).entries()) {
      const piece = { start: edges[place] ?? end, end };
      const sums = new Map<string, number>();
      for (const { kpi, group, n } of await measureKpis(
        database,
        kpis,
        scopeOf(piece.start, end),
      )) {
        // Where nothing was answered such KPIs have no value, though something was asked.
        if (kpi.measure.observations !== undefined) continue;
        const asked = kpiQuestion(kpi, questionOf(kpis, scope));
        const { population } = placeOf(asked, groupBy, group);
        const counted = counts.get(kpi.name)?.(population, piece);
        const text = `${kpi.name} ${populationText(population)} ${String(counted)}`;
        sums.set(text, (sums.get(text) ?? 0) + n);
        observed += n;
      }
      for (const [text, n] of sums) expect(text).toBe(text.replace(/\d+$/, String(n)));
    }
    expect(observed).toBeGreaterThan(50);
  });
});
