import { sql, type RawBuilder } from 'kysely';
import type { Measure, Percentiles, Readings, SourceName } from '../model.ts';
import { meanInterval } from './intervals.ts';

/**
 * The mean of a number over the rows of a source that have it. Sums are exact decimals, so that the order
 * in which rows were written never shows in the last digit.
 */
export function meanOf(
  from: SourceName,
  { value, percentiles }: { value: RawBuilder<number | null>; percentiles: boolean },
): Measure {
  const spread = sql<readonly number[]>`percentile_cont(array[0.5, 0.9, 0.95])
    within group (order by (${value})::float8)`;
  return Object.freeze({
    aggregates: {
      sum: { from, sql: sql<number>`sum((${value})::numeric)::float8` },
      n: { from, sql: sql<number>`count(${value})::float8` },
      deviation: { from, sql: sql<number>`stddev_samp((${value})::numeric)::float8` },
      ...(percentiles ? { percentiles: { from, sql: spread } } : {}),
    },
    figures(readings) {
      const [sum, n] = [readings.number('sum'), readings.number('n')];
      const mean = n === 0 ? null : sum / n;
      return {
        value: mean,
        numerator: sum,
        denominator: n,
        n,
        confidenceInterval:
          mean === null ? null : meanInterval(mean, readings.number('deviation'), n),
        percentiles: percentilesIn(readings),
      };
    },
  } satisfies Measure);
}

function percentilesIn(readings: Readings): Percentiles | null {
  const [p50, p90, p95] = readings.numbers('percentiles') ?? [];
  if (p50 === undefined || p90 === undefined || p95 === undefined) return null;
  return { p50, p90, p95 };
}
