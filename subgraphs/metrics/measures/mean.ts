import { sql, type RawBuilder } from 'kysely';
import type { Aggregate, Figures, Measure, Percentiles, Readings, SourceName } from '../model.ts';
import { rowsWhere } from './counted.ts';
import { meanInterval } from './intervals.ts';

/**
 * The mean of a number over the rows of a source that have it, with percentiles. Sums are exact decimals,
 * so that the order in which rows were written never shows in the last digit. `waiting` is a source of what
 * has begun and not ended: it is counted beside the mean, which knows nothing of it yet.
 */
export function meanOf(
  from: SourceName,
  value: RawBuilder<number | null>,
  waiting?: SourceName,
): Measure {
  const spread = sql<readonly number[]>`percentile_cont(array[0.5, 0.9, 0.95, 1])
    within group (order by (${value})::float8)`;
  return Object.freeze({
    aggregates: {
      sum: { from, sql: sql<number>`sum((${value})::numeric)::float8` },
      n: { from, sql: sql<number>`count(${value})::float8` },
      deviation: { from, sql: sql<number>`stddev_samp((${value})::numeric)::float8` },
      percentiles: { from, sql: spread },
      ...(waiting === undefined ? {} : { open: rowsWhere(waiting) }),
    },
    figures: (readings) => ({
      ...meanFigures(readings, readings.number('deviation'), percentilesIn(readings)),
      open: waiting === undefined ? null : readings.number('open'),
    }),
  } satisfies Measure);
}

/** The mean of a number of which a source has columns with the sum, the sum of squares and the count. */
export function meanOfSums(
  from: SourceName,
  columns: { readonly sum: string; readonly squares: string; readonly n: string },
): Measure {
  const total = (column: string): Aggregate => ({
    from,
    sql: sql<number>`sum(${sql.ref(column)})::float8`,
  });
  return Object.freeze({
    aggregates: {
      sum: total(columns.sum),
      squares: total(columns.squares),
      n: total(columns.n),
    },
    figures(readings) {
      const [sum, n] = [readings.number('sum'), readings.number('n')];
      const variance = n < 2 ? 0 : (readings.number('squares') - sum ** 2 / n) / (n - 1);
      return meanFigures(readings, Math.sqrt(Math.max(variance, 0)), null);
    },
  } satisfies Measure);
}

function meanFigures(
  readings: Readings,
  deviation: number,
  percentiles: Percentiles | null,
): Figures {
  const [sum, n] = [readings.number('sum'), readings.number('n')];
  const value = n === 0 ? null : sum / n;
  return {
    value,
    numerator: sum,
    denominator: n,
    n,
    confidenceInterval: value === null ? null : meanInterval(value, deviation, n),
    percentiles,
    open: null,
  };
}

function percentilesIn(readings: Readings): Percentiles | null {
  const [p50, p90, p95, max] = readings.numbers('percentiles') ?? [];
  if (p50 === undefined || p90 === undefined || p95 === undefined || max === undefined) return null;
  return { p50, p90, p95, max };
}
