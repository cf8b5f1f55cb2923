import { sql, type RawBuilder } from 'kysely';
import type { Figures, Measure, Readings, SourceName } from '../model.ts';
import { rowsWhere, sumOf } from './counted.ts';
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
      sum: { kind: 'ADDED', from, adds: sql<number>`(${value})::numeric` },
      n: rowsWhere(from, sql`(${value}) is not null`),
      deviation: { kind: 'DEVIATION', from, of: value },
      ...(waiting === undefined ? {} : { open: rowsWhere(waiting) }),
    },
    percentiles: { kind: 'WHOLE', from, sql: spread },
    figures: (readings) => ({
      ...meanFigures(readings, readings.number('deviation')),
      open: waiting === undefined ? null : readings.number('open'),
    }),
  } satisfies Measure);
}

/** The mean of a number of which a source has columns with the sum, the sum of squares and the count. */
export function meanOfSums(
  from: SourceName,
  columns: { readonly sum: string; readonly squares: string; readonly n: string },
): Measure {
  return Object.freeze({
    aggregates: {
      sum: sumOf(from, columns.sum),
      squares: sumOf(from, columns.squares),
      n: sumOf(from, columns.n),
    },
    figures(readings) {
      const [sum, n] = [readings.number('sum'), readings.number('n')];
      const variance = n < 2 ? 0 : (readings.number('squares') - sum ** 2 / n) / (n - 1);
      return meanFigures(readings, Math.sqrt(Math.max(variance, 0)));
    },
  } satisfies Measure);
}

function meanFigures(readings: Readings, deviation: number): Figures {
  const [sum, n] = [readings.number('sum'), readings.number('n')];
  const value = n === 0 ? null : sum / n;
  return {
    value,
    numerator: sum,
    denominator: n,
    n,
    confidenceInterval: value === null ? null : meanInterval(value, deviation, n),
    percentiles: null,
    open: null,
  };
}
