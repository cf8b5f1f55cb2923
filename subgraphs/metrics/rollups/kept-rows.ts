import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { KpiDimension, Scope } from '../model.ts';
import { DIMENSION_COLUMNS, matches } from '../sources/source.ts';
import type { MetricsTables } from '../tables.ts';
import { groupedRows, sumText, type ReadBy } from './grouped-rows.ts';
import { layoutOf, type Cut } from './layout.ts';
import type { KeptPart } from './sum-parts.ts';

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
  const rows = sql<object>`${daysOf(database, parts, by.scope)}`;
  const place = sql<number>`place`;
  return groupedRows({ place, isPlaceApart: true, rows, values }, by.scope.groupBy, by);
}

/** The sums of each day, with the columns of all dimensions asked for. */
function daysOf(database: Kysely<MetricsTables>, parts: Placed, scope: Scope) {
  const columns = scope.groupBy.map((dimension) =>
    keptColumn(dimension).as(DIMENSION_COLUMNS[dimension]),
  );
  return database
    .selectFrom('rollup')
    .innerJoin(asked(parts, scope), (join) =>
      join
        .on(sql<boolean>`rollup.source = asked.source and rollup.cut = asked.cut`)
        .on(sql<boolean>`rollup.day >= asked.first and rollup.day < asked.last`)
        .on(sql<boolean>`rollup.day <> all(asked.without)`)
        .on(sql<boolean>`(asked.value is null or rollup.value = asked.value)`),
    )
    .select(['asked.place', 'asked.places', 'rollup.amounts'])
    .select(columns)
    .where(matches('rollup.division', scope.division));
}

interface AskedRow {
  readonly place: number;
  readonly places: readonly number[];
}

/** What of which source is asked for, as rows of a table `asked`. */
function asked(parts: Placed, scope: Scope) {
  const rows = parts.map(([place, part]) => {
    const { name, cut, split } = part;
    const [first, last] = [split.summed.start, split.summed.end].map(isoDay);
    return sql`(${place}::int, ${name}::text, ${cut}::text, ${first}::date, ${last}::date,
      ${split.without}::date[], ${askedValue(cut, scope)}::text, ${placesOf(part)}::int[])`;
  });
  return sql<AskedRow>`(values ${sql.join(rows)})`.as<'asked'>(
    sql`asked(place, source, cut, first, last, without, value, places)`,
  );
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** Where in a day's sums each amount is, from 1. */
function placesOf({ name, amounts }: KeptPart): readonly number[] {
  const places = new Map(layoutOf(name).amounts.map(({ key }, place) => [key, place + 1]));
  return amounts.map(({ key }) => places.get(key) ?? 0);
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

function askedValue(cut: Cut, scope: Scope): string | null {
  if (cut === 'CHANNEL') return scope.channel;
  return cut === 'CASE_TYPE' ? scope.caseType : null;
}
