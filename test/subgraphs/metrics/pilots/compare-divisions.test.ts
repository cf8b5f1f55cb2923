import { describe, expect, test } from '@jest/globals';
import { compareDivisions } from '../../../../subgraphs/metrics/pilots/compare-divisions.ts';

function weeks(values: Readonly<Record<string, readonly (number | null)[]>>, first: number) {
  const length = Math.max(...Object.values(values).map((series) => series.length));
  return new Map(
    Array.from({ length }, (_, place) => [
      first + place,
      new Map(
        Object.entries(values).flatMap(([division, series]) => {
          const value = series[place] ?? null;
          return value === null ? [] : [[division, value] as const];
        }),
      ),
    ]),
  );
}

describe('difference in differences', () => {
  test('is what the served moved more than the others did', () => {
    // Served 10 to 20, others 5 to 8 on average: 10 - 3.
    const values = { a: [9, 11, 19, 21], b: [4, 4, 7, 7], c: [6, 6, 9, 9] };
    const {
      weeks: compared,
      effect,
      preTrend,
    } = compareDivisions([{ division: 'a', weeks: weeks(values, -2) }], ['b', 'c']);
    expect(compared.map(({ week, phase, difference }) => [week, phase, difference])).toEqual([
      [-2, 'BEFORE', 4],
      [-1, 'BEFORE', 6],
      [0, 'AFTER', 11],
      [1, 'AFTER', 13],
    ]);
    expect(effect?.value).toBe(7);
    // Variances 2 over 2 weeks each, 2 degrees of freedom: sqrt(2) * 4.302653.
    expect(effect?.confidenceInterval?.high).toBeCloseTo(7 + Math.SQRT2 * 4.302653, 5);
    expect(preTrend).toBeNull();
  });

  test('compares each division in the weeks round its own start', () => {
    const early = weeks({ a: [1, 5], z: [0, 0] }, -1);
    const late = weeks({ b: [2, 10], z: [1, 1] }, -1);
    const { weeks: compared, effect } = compareDivisions(
      [
        { division: 'a', weeks: early },
        { division: 'b', weeks: late },
      ],
      ['z'],
    );
    expect(compared).toEqual([
      { week: -1, phase: 'BEFORE', served: 1.5, others: 0.5, difference: 1 },
      { week: 0, phase: 'AFTER', served: 7.5, others: 0.5, difference: 7 },
    ]);
    expect(effect).toMatchObject({ value: 6, confidenceInterval: null });
  });

  test('leaves out weeks in which a side has no value', () => {
    const values = { a: [1, null, 5, 6], b: [0, 0, null, 0] };
    const { weeks: compared } = compareDivisions(
      [{ division: 'a', weeks: weeks(values, -2) }],
      ['b'],
    );
    expect(compared.map(({ week }) => week)).toEqual([-2, 1]);
    expect(compareDivisions([{ division: 'a', weeks: weeks(values, -2) }], [])).toMatchObject({
      weeks: [],
      effect: null,
    });
  });

  test('shows a drift that was there before', () => {
    const values = { a: [1, 2, 3, 4, 5, 6], b: [0, 0, 0, 0, 0, 0] };
    const { preTrend } = compareDivisions([{ division: 'a', weeks: weeks(values, -4) }], ['b']);
    expect(preTrend?.value).toBeCloseTo(1, 12);
    expect(preTrend?.confidenceInterval.low).toBeGreaterThan(0);
  });
});
