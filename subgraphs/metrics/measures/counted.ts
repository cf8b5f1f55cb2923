import { sql, type RawBuilder } from 'kysely';
import type { Aggregate, Measure, SourceName } from '../model.ts';

type Condition = RawBuilder<boolean>;

/** How many rows of a source meet a condition; every row without one. */
export function rowsWhere(from: SourceName, condition: Condition = sql`true`): Aggregate {
  return { from, sql: sql<number>`count(*) filter (where ${condition})::float8` };
}

/** A plain number of things. It was counted, not sampled, so it has no interval, and it is never null. */
export function countOf(from: SourceName, condition?: Condition): Measure {
  return Object.freeze({
    aggregates: { count: rowsWhere(from, condition) },
    figures(readings) {
      const n = readings.number('count');
      return {
        value: n,
        numerator: n,
        denominator: null,
        n,
        confidenceInterval: null,
        percentiles: null,
      };
    },
  } satisfies Measure);
}
