import { sql, type RawBuilder } from 'kysely';
import type { Added, Aggregate, Measure, SourceName } from '../model.ts';

type Condition = RawBuilder<boolean>;

/** How many rows of a source meet a condition; every row without one. */
export function rowsWhere(from: SourceName, condition: Condition = sql`true`): Added {
  return { kind: 'ADDED', from, adds: sql<number>`case when ${condition} then 1 end` };
}

/** The sum of a column over the rows of a source. */
export function sumOf(from: SourceName, column: string): Aggregate {
  return { kind: 'ADDED', from, adds: sql.ref<number>(column) };
}

/** How many different values a column has in the rows of a source. */
export function distinct(from: SourceName, column: string): Aggregate {
  return {
    kind: 'WHOLE',
    from,
    sql: sql<number>`count(distinct ${sql.ref(column)})::float8`,
  };
}

/** A plain number of things. It was counted, not sampled, so it has no interval, and it is never null. */
export function countOf(from: SourceName, condition?: Condition): Measure {
  return plain(rowsWhere(from, condition));
}

/** A plain number of which each row of a source has a part in a column. */
export function totalOf(from: SourceName, column: string): Measure {
  return plain(sumOf(from, column));
}

function plain(count: Aggregate): Measure {
  return Object.freeze({
    aggregates: { count },
    figures(readings) {
      const n = readings.number('count');
      return {
        value: n,
        numerator: n,
        denominator: null,
        n,
        confidenceInterval: null,
        percentiles: null,
        open: null,
      };
    },
  } satisfies Measure);
}
