import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { callVolume } from '../../../../subgraphs/metrics/kpis/call-volume.ts';
import type { MeasuredKpi } from '../../../../subgraphs/metrics/measures/measure-kpis.ts';
import { withholdSmall } from '../../../../subgraphs/metrics/measures/withhold-small.ts';
import type { KpiDimension } from '../../../../subgraphs/metrics/model.ts';
import { knownPeriods } from '../../../../subgraphs/metrics/overlap/known-periods.ts';
import { overlappingGroups } from '../../../../subgraphs/metrics/overlap/overlapping-groups.ts';
import type { CountIn } from '../../../../subgraphs/metrics/overlap/piece-counts.ts';
import type { KnownQuestion, Question } from '../../../../subgraphs/metrics/overlap/question.ts';
import { stretchesBy } from '../../../../subgraphs/metrics/overlap/stretches-by.ts';
import { toldOf } from '../../../../subgraphs/metrics/overlap/told-of.ts';
import type { Stretch } from '../../../../subgraphs/metrics/rollups/split-period.ts';

const CHANNELS = ['CHAT', 'EMAIL', 'PHONE'] as const;
const DAYS = 40;
const DAY = 86_400_000;
const FIRST = Date.parse('2026-01-20T00:00:00Z');

/** How many calls there were on each day, by channel. */
type Calls = Readonly<Record<(typeof CHANNELS)[number], readonly number[]>>;

const numbers = fc.array(fc.constantFrom(0, 0, 1, 1, 2, 3, 4, 5, 9, 20), {
  minLength: DAYS,
  maxLength: DAYS,
});
const calls: fc.Arbitrary<Calls> = fc.record({ CHAT: numbers, EMAIL: numbers, PHONE: numbers });

const questions: fc.Arbitrary<readonly Question[]> = fc.array(
  fc
    .record({
      from: fc.nat({ max: DAYS - 1 }),
      days: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: DAYS })),
      groupBy: fc.constantFrom<readonly KpiDimension[]>(
        ...([[], [], [], ['CHANNEL'], ['MONTH'], ['DAY'], ['DAY', 'CHANNEL']] as KpiDimension[][]),
      ),
      channel: fc.constantFrom(null, null, ...CHANNELS),
    })
    .map(({ from, days, groupBy, channel }) => ({
      ...{ kpis: [callVolume.name], groupBy, channel, division: null, caseType: null },
      ...{ start: dayAt(from), end: dayAt(Math.min(from + days, DAYS)) },
    })),
  { minLength: 2, maxLength: 14 },
);

function dayAt(day: number): Date {
  return new Date(FIRST + day * DAY);
}

function countOf(all: Calls, channel: string | null, { start, end }: Stretch): number {
  const [from, to] = [start, end].map((at) => (at.getTime() - FIRST) / DAY);
  return CHANNELS.filter((one) => channel === null || one === channel).reduce(
    (sum, one) => sum + all[one].slice(from, to).reduce((more, n) => more + n, 0),
    0,
  );
}

function measure(all: Calls, { groupBy, channel, ...period }: Question): readonly MeasuredKpi[] {
  const unit = groupBy.find((one) => one === 'DAY' || one === 'MONTH') ?? null;
  const channels = groupBy.includes('CHANNEL') && channel === null ? CHANNELS : [channel];
  return stretchesBy(unit, period).flatMap((stretch) =>
    channels.flatMap((one) => {
      const n = countOf(all, one, stretch);
      const date = stretch.start.toISOString().slice(0, unit === 'MONTH' ? 7 : 10);
      const group = groupBy.map((dimension) => (dimension === 'CHANNEL' ? one : date));
      return n === 0 && groupBy.length > 0 ? [] : [counted(n, group)];
    }),
  );
}

function counted(n: number, group: readonly (string | null)[]): MeasuredKpi {
  const spread = { confidenceInterval: null, percentiles: null, open: null };
  return { kpi: callVolume, group, value: n, numerator: n, denominator: null, n, ...spread };
}

/** Asks one question after the other, and says what is known of them then. */
function askAll(all: Calls, asked: readonly Question[]) {
  const known: KnownQuestion[] = [];
  const withheld: boolean[] = [];
  const countIn: CountIn = (population, stretch) =>
    countOf(all, population.get('CHANNEL') ?? null, stretch);
  for (const [place, question] of asked.entries()) {
    const measured = measure(all, question);
    const periods = known.map((one) => knownPeriods(callVolume, one));
    const telling = measured.filter(({ n }) => n > 0);
    const comparison = { question, known: periods, countIn };
    const shown = withholdSmall(measured, overlappingGroups(callVolume, telling, comparison));
    withheld.push(shown.some((one) => one.withheld));
    known.push({ ...question, id: String(place), answer: toldOf(question, measured, shown) });
  }
  return { known, withheld };
}

/**
 * What sums and differences of answers, of any number of them, can be made to count: days that lie in the same ones of
 * the periods answered come into all of them together, however they are combined.
 */
function smallestParts(all: Calls, channel: string | null, known: readonly KnownQuestion[]) {
  const population = new Map(channel === null ? [] : [['CHANNEL' as const, channel]]);
  const told = known.flatMap((one) => knownPeriods(callVolume, one).about(population));
  const parts = new Map<string, number>();
  for (let day = 0; day < DAYS; day++) {
    const stretch = { start: dayAt(day), end: dayAt(day + 1) };
    const lies = told.map(({ start, end }) => start <= stretch.start && stretch.end <= end);
    const key = lies.map(Number).join('');
    if (lies.includes(true)) parts.set(key, (parts.get(key) ?? 0) + countOf(all, channel, stretch));
  }
  return [...parts.values()];
}

describe('overlappingGroups', () => {
  test('56. no sum or difference of what was told counts one to four, whatever is asked', () => {
    fc.assert(
      fc.property(calls, questions, (all, asked) => {
        const { known } = askAll(all, asked);
        for (const channel of [null, ...CHANNELS]) {
          for (const n of smallestParts(all, channel, known)) {
            expect(n === 0 || n >= 5).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  const flat = (n: number) => Array.from({ length: DAYS }, () => n);
  const one = (from: number, to: number, also: Partial<Question> = {}): Question => ({
    ...{ kpis: [callVolume.name], groupBy: [], channel: null, division: null, caseType: null },
    ...{ start: dayAt(from), end: dayAt(to), ...also },
  });
  const few: Calls = { CHAT: flat(0), EMAIL: flat(0), PHONE: flat(2) };

  test.each<[string, readonly Question[], readonly boolean[]]>([
    ['a day more', [one(0, 30), one(0, 31)], [false, true]],
    ['a day less', [one(0, 30), one(1, 30)], [false, true]],
    ['a day later', [one(0, 30), one(1, 31)], [false, true]],
    ['three days more', [one(0, 30), one(0, 33)], [false, false]],
    ['the same again', [one(0, 30), one(0, 30)], [false, false]],
    ['the next, and both', [one(0, 10), one(10, 20), one(0, 20)], [false, false, false]],
    ['what three periods leave', [one(0, 10), one(11, 20), one(0, 20)], [false, false, true]],
    [
      'a group, then the same by a filter',
      [one(0, 30, { groupBy: ['CHANNEL'] }), one(0, 31, { channel: 'PHONE' })],
      [false, true],
    ],
    [
      'all groups, then the whole',
      [one(0, 30, { groupBy: ['CHANNEL'] }), one(0, 31)],
      [false, true],
    ],
    [
      'the whole, then all groups',
      [one(0, 31), one(0, 30, { groupBy: ['CHANNEL'] })],
      [false, true],
    ],
    [
      'another channel',
      [one(0, 30, { channel: 'CHAT' }), one(0, 31, { channel: 'PHONE' })],
      [false, false],
    ],
  ])('judges %s', (_, asked, withheld) => {
    expect(askAll(few, asked).withheld).toEqual(withheld);
  });

  test('days that were withheld, or had nothing, stand in nobody’s way', () => {
    const days = one(0, 30, { groupBy: ['DAY'] });
    expect(askAll(few, [days, one(0, 30), one(0, 31)]).withheld).toEqual([true, false, true]);
  });

  test('of a question that is still being answered, all is taken as told', () => {
    const pending = { ...one(0, 30), id: 'pending', answer: null };
    const known = [knownPeriods(callVolume, pending)];
    const question = one(0, 31);
    const measured = measure(few, question);
    const countIn: CountIn = (_population, stretch) => countOf(few, null, stretch);
    const found = overlappingGroups(callVolume, measured, { question, known, countIn });
    expect([...found]).toEqual(measured);
  });
});
