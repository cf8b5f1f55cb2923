import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { KpiDimension, Scope, SourceName } from '../model.ts';
import { DIMENSION_COLUMNS, matches } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import type { Amount } from './amounts.ts';
import { cutFor } from './cut-for.ts';
import { isRolled, layoutOf, type Cut, type RolledSource } from './layout.ts';
import { splitPeriod, type SplitPeriod, type Stretch } from './split-period.ts';
import type { StaleDays } from './stale-days.ts';

/** What of a source is summed, and apart by what. */
export interface Wanted {
  readonly name: SourceName;
  readonly dimensions: readonly KpiDimension[];
  readonly amounts: readonly Amount[];
}

/** The column of an amount in `summedRows`. */
export function amountColumn(place: number): string {
  return `amount/${place}`;
}

/**
 * Rows with the columns of the dimensions asked for and the amounts, to be summed: kept sums of days where they are
 * up to date, and what the facts of the other days add.
 */
export function summedRows(
  database: Kysely<MetricsTables>,
  wanted: Wanted,
  { scope, stale }: { readonly scope: Scope; readonly stale: StaleDays },
): RawBuilder<object> {
  const until = SOURCES[wanted.name].until?.(scope) ?? scope.end;
  const end = new Date(Math.max(Math.min(until.getTime(), scope.end.getTime()), +scope.start));
  const period = { ...scope, end };
  const cut = cutFor(wanted.name, scope);
  const days = stale.get(wanted.name);
  if (cut === null || days === undefined || !isRolled(wanted.name)) {
    return factRows(database, wanted, period);
  }
  const split = splitPeriod(period, days);
  const kept = { ...wanted, name: wanted.name, cut };
  const pieces = split.facts.map((stretch) => factRows(database, wanted, { ...scope, ...stretch }));
  return sql`(${sql.join([keptRows(database, kept, { scope, split }), ...pieces], sql` union all `)})`;
}

function factRows(
  database: Kysely<MetricsTables>,
  { name, dimensions, amounts }: Wanted,
  scope: Scope & Stretch,
): RawBuilder<object> {
  const rows = SOURCES[name].rows(database, scope);
  const columns = dimensions.map((dimension) => sql.ref(DIMENSION_COLUMNS[dimension]));
  const added = amounts.map(({ adds }, place) => sql`${adds} as ${sql.ref(amountColumn(place))}`);
  return sql`(select ${sql.join([...columns, ...added])} from ${rows} as fact)`;
}

interface Kept extends Wanted {
  readonly name: RolledSource;
  readonly cut: Cut;
}

function keptRows(
  database: Kysely<MetricsTables>,
  { name, dimensions, amounts, cut }: Kept,
  { scope, split }: { readonly scope: Scope; readonly split: SplitPeriod },
): RawBuilder<object> {
  const places = new Map(layoutOf(name).amounts.map(({ key }, place) => [key, place + 1]));
  const columns = dimensions.map((dimension) =>
    keptColumn(dimension).as(DIMENSION_COLUMNS[dimension]),
  );
  const added = amounts.map(({ key }, place) =>
    sql<number>`amounts[${sql.lit(places.get(key) ?? 0)}]`.as(amountColumn(place)),
  );
  const { start, end } = split.summed;
  const rows = database
    .selectFrom('rollup')
    .select([...columns, ...added])
    .where(sql<boolean>`source = ${sql.lit(name)} and cut = ${sql.lit(cut)}`)
    .where(sql<boolean>`day >= ${dayOf(start)} and day < ${dayOf(end)}`)
    .where(sql<boolean>`day <> all(${split.without}::date[])`)
    .where(matches('division', scope.division))
    .where(matches('value', askedValue(cut, scope)));
  return sql`${rows}`;
}

function dayOf(instant: Date): RawBuilder<Date> {
  return sql`(${instant}::timestamptz at time zone 'UTC')::date`;
}

function keptColumn(dimension: KpiDimension): RawBuilder<string | null> {
  switch (dimension) {
    case 'DIVISION':
      return sql`division`;
    case 'MONTH':
      return sql`to_char(day, 'YYYY-MM')`;
    case 'DAY':
      return sql`to_char(day, 'YYYY-MM-DD')`;
    default:
      return sql`value`;
  }
}

function askedValue(cut: Cut, scope: Scope): string | null {
  if (cut === 'CHANNEL') return scope.channel;
  return cut === 'CASE_TYPE' ? scope.caseType : null;
}
