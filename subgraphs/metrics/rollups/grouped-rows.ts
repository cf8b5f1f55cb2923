import { sql, type RawBuilder } from 'kysely';
import type { Pieces } from '../measures/pieces.ts';
import type { KpiDimension, Scope } from '../model.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';
import type { StaleDays } from './stale-days.ts';

/** What rows are read by. */
export interface ReadBy {
  readonly scope: Scope;
  readonly stale: StaleDays;
  /** Tells days and hours apart by these stretches of time only, instead of one by one. */
  readonly pieces?: Pieces;
}

/** Rows that have the columns of their dimensions, and what is read of them in each group. */
export interface Grouped {
  /** Tells what the rows are of. */
  readonly place: RawBuilder<number>;
  readonly isPlaceApart?: boolean;
  readonly rows: RawBuilder<object>;
  readonly values: readonly RawBuilder<unknown>[];
}

/** A query with a row a group: `place`, `by` with a value for each of `scope.groupBy`, and `read` with the values. */
export function groupedRows(
  { place, isPlaceApart = false, rows, values }: Grouped,
  dimensions: readonly KpiDimension[],
  { scope, pieces }: Pick<ReadBy, 'scope' | 'pieces'>,
): RawBuilder<object> {
  const columnOf = (dimension: KpiDimension): RawBuilder<string | null> =>
    pieces?.columnOf(dimension) ?? sql.ref(DIMENSION_COLUMNS[dimension]);
  const by = scope.groupBy.map((one) => (dimensions.includes(one) ? columnOf(one) : sql`null`));
  const apart = [
    ...(isPlaceApart ? [place] : []),
    ...scope.groupBy.filter((one) => dimensions.includes(one)).map(columnOf),
  ];
  const groups = apart.length === 0 ? sql`` : sql`group by ${sql.join(apart)}`;
  return sql`select ${place} as place, json_build_array(${sql.join(by)}) as by,
    json_build_array(${sql.join(values)}) as read from ${rows} as fact ${groups}`;
}

/** The sum of an amount as a text, which keeps every digit. */
export function sumText(amount: RawBuilder<number | null>): RawBuilder<string | null> {
  return sql`sum(${amount})::numeric::text`;
}
