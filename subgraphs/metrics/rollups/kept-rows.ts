import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { KpiDimension, Scope } from '../model.ts';
import { DIMENSION_COLUMNS, matches } from '../sources/source.ts';
import type { MetricsTables } from '../tables.ts';
import { askedValue } from './cut-for.ts';
import { groupedRows, sumText, type ReadBy } from './grouped-rows.ts';
import { placesIn } from './layout.ts';
import type { KeptPart } from './summed-source.ts';
import { utcDay } from './utc-day.ts';

type Placed = readonly (readonly [place: number, part: KeptPart])[];

/** A query for the kept sums of several sources, each under its number. */
export function keptRows(
  database: Kysely<MetricsTables>,
  parts: Placed,
  by: ReadBy,
): RawBuilder<object> {
  const most = Math.max(...parts.map(([, { amounts }]) => amounts.length));
  const values = Array.from({ length: most }, (_, at) =>
    sumText(sql`amounts[places[${sql.lit(at + 1)}]]`),
  );
  const rows = daysOf(database, parts, by.scope);
  const place = sql<number>`place`;
  return groupedRows({ place, isPlaceApart: true, rows, values }, by.scope.groupBy, by);
}

/**
 * The sums of each day, with the columns of all dimensions asked for. Of one source after the other: planned together, the
 * sums of all days there are would be read to find those of a few.
 */
function daysOf(database: Kysely<MetricsTables>, parts: Placed, scope: Scope): RawBuilder<object> {
  const columns = scope.groupBy.map((dimension) =>
    keptColumn(dimension).as(DIMENSION_COLUMNS[dimension]),
  );
  const days = database
    .selectFrom('rollup')
    .select(['rollup.amounts', ...columns])
    .where(sql<boolean>`rollup.source = asked.source and rollup.cut = asked.cut`)
    .where(sql<boolean>`rollup.day >= asked.first and rollup.day < asked.last`)
    .where(sql<boolean>`rollup.day <> all(asked.without)`)
    .where(sql<boolean>`(asked.value is null or rollup.value = asked.value)`)
    .where(matches('rollup.division', scope.division))
    .offset(0);
  return sql`(select place, places, day.* from ${asked(parts, scope)} cross join lateral ${days} as day)`;
}

/** What of which source is asked for, as rows of a table `asked`. */
function asked(parts: Placed, scope: Scope): RawBuilder<object> {
  const rows = parts.map(([place, part]) => {
    const { name, cut, amounts, split } = part;
    const [first, last] = [split.summed.start, split.summed.end].map(utcDay);
    return sql`(${place}::int, ${name}::text, ${cut}::text, ${first}, ${last},
      ${split.without}::date[], ${askedValue(cut, scope)}::text, ${placesIn(name, amounts)}::int[])`;
  });
  return sql`(values ${sql.join(rows)})
    as asked(place, source, cut, first, last, without, value, places)`;
}

function keptColumn(dimension: KpiDimension): RawBuilder<string | null> {
  switch (dimension) {
    case 'DIVISION':
      return sql`rollup.division`;
    case 'MONTH':
      return sql`to_char(rollup.day, 'YYYY-MM')`;
    case 'DAY':
      return sql`to_char(rollup.day, 'YYYY-MM-DD')`;
    default:
      return sql`rollup.value`;
  }
}
