import { describe, expect, test } from '@jest/globals';
import { differs, earlierPeriod } from '../../../../subgraphs/metrics/answers/earlier-period.ts';
import { netScoreInterval } from '../../../../subgraphs/metrics/measures/intervals.ts';
import type { Figures, Interval } from '../../../../subgraphs/metrics/model.ts';
import { readScope } from '../../../../subgraphs/metrics/read-scope.ts';

function figures(value: number | null, confidenceInterval: Interval | null): Figures {
  const counted = { numerator: null, denominator: null, n: 100, percentiles: null, open: null };
  return { ...counted, value, confidenceInterval };
}

test('the period before is as long, and ends where this one begins', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const { start, end, windows } = earlierPeriod(
    readScope({ from: '2026-02-01', to: '2026-02-28' }, now),
  );
  expect([start.toISOString(), end.toISOString()]).toEqual([
    '2026-01-04T00:00:00.000Z',
    '2026-02-01T00:00:00.000Z',
  ]);
  expect(windows).toEqual([{ month: null, day: null, start, end }]);
});

describe('two values differ', () => {
  // Half promoters and a sixth detractors of 100 are 33.33 ± 14.61, so two such differ from 20.67 on.
  const interval = netScoreInterval(50, 100 / 6, 100);
  const around = (value: number) =>
    figures(value, {
      low: value - ((interval?.high ?? 0) - (interval?.low ?? 0)) / 2,
      high: value + ((interval?.high ?? 0) - (interval?.low ?? 0)) / 2,
      level: 0.95,
    });

  test('when they lie further apart than the root of their squared errors', () => {
    expect(14.61 * Math.SQRT2).toBeCloseTo(20.66, 1);
    expect(differs(around(33.33), around(33.33 + 20.6))).toBe(false);
    expect(differs(around(33.33), around(33.33 - 20.7))).toBe(true);
  });

  test('or nobody knows', () => {
    expect(differs(around(1), figures(2, null))).toBeNull();
    expect(differs(figures(null, null), around(2))).toBeNull();
  });
});
