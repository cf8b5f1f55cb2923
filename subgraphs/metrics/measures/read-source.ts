import { sql, type AliasedRawBuilder, type Kysely, type RawBuilder } from 'kysely';
import type { Aggregate, KpiDimension, Scope, SourceName, Whole } from '../model.ts';
import { amountsOf, isSummed, totalOf, type Amount, type Summed } from '../rollups/amounts.ts';
import type { StaleDays } from '../rollups/stale-days.ts';
import { amountColumn, summedRows } from '../rollups/summed-rows.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import type { Pieces } from './pieces.ts';

/** A source's aggregates in each of its groups: by the group's text, then by the aggregate's name. */
export type SourceRows = ReadonlyMap<string, SourceRow>;
type SourceRow = Readonly<Record<string, unknown>>;

export interface WantedSource {
  readonly name: SourceName;
  readonly aggregates: ReadonlyMap<string, Aggregate>;
}

/** What rows are read by. */
export interface ReadBy {
  readonly scope: Scope;
  readonly stale: StaleDays;
  /** Tells days and hours apart by these stretches of time only, instead of one by one. */
  readonly pieces?: Pieces;
}

/** Reads what can be summed from sums kept by day, as far as they are up to date, and all else from the facts. */
export async function readSource(
  database: Kysely<MetricsTables>,
  { name, aggregates }: WantedSource,
  { scope, stale, pieces }: ReadBy,
): Promise<SourceRows> {
  const dimensions = dimensionsOf(name, scope);
  const by = dimensions.map((dimension) => pieces?.columnOf(dimension) ?? columnOf(dimension));
  const [summed, whole] = apart(aggregates);
  const found = new Map<string, SourceRow>();
  const read = async (rows: RawBuilder<object>, columns: readonly Column[]) => {
    for (const row of await groups(database, rows, { by, columns })) {
      const values = dimensions.map((_, place) => row[`group/${place}`] as string | null);
      const text = groupText(values);
      found.set(text, { ...found.get(text), ...row });
    }
  };
  if (summed.length > 0) {
    const { amounts, columns } = sumsOf(summed);
    const wanted = { name, dimensions, amounts };
    await read(summedRows(database, wanted, { scope, stale }), columns);
  }
  if (whole.length > 0) {
    const columns = whole.map(([column, { sql: counted }]) => counted.as(column));
    await read(sql`${SOURCES[name].rows(database, scope)}`, columns);
  }
  return found;
}

type Column = AliasedRawBuilder<unknown, string>;
type GroupColumn = RawBuilder<string | null>;

function columnOf(dimension: KpiDimension): GroupColumn {
  return sql.ref<string | null>(DIMENSION_COLUMNS[dimension]);
}

async function groups(
  database: Kysely<MetricsTables>,
  rows: RawBuilder<object>,
  { by, columns }: { readonly by: readonly GroupColumn[]; readonly columns: readonly Column[] },
): Promise<readonly SourceRow[]> {
  return database
    .selectFrom(rows.as<'fact'>(sql`fact`))
    .select([...by.map((column, place) => column.as(`group/${place}`)), ...columns])
    .$if(by.length > 0, (query) => query.groupBy(by))
    .execute();
}

type Named<Kind> = readonly (readonly [string, Kind])[];

function apart(aggregates: ReadonlyMap<string, Aggregate>): [Named<Summed>, Named<Whole>] {
  const summed: [string, Summed][] = [];
  const whole: [string, Whole][] = [];
  for (const [column, aggregate] of aggregates) {
    if (isSummed(aggregate)) summed.push([column, aggregate]);
    else whole.push([column, aggregate]);
  }
  return [summed, whole];
}

/** The amounts that aggregates need, each once, and the aggregates as totals of them. */
function sumsOf(aggregates: Named<Summed>) {
  const amounts = new Map<string, Amount>();
  for (const [, aggregate] of aggregates) {
    for (const amount of amountsOf(aggregate)) amounts.set(amount.key, amount);
  }
  const places = new Map([...amounts.keys()].map((key, place) => [key, place]));
  const columns = aggregates.map(([column, aggregate]) => {
    const sums = amountsOf(aggregate).map(
      ({ key }) => sql<number>`sum(${sql.ref(amountColumn(places.get(key) ?? 0))})`,
    );
    return totalOf(aggregate, sums).as(column);
  });
  return { amounts: [...amounts.values()], columns };
}

/** The dimensions asked for that a source has; it answers alike for every value of the others. */
export function dimensionsOf(name: SourceName, scope: Scope): readonly KpiDimension[] {
  return scope.groupBy.filter((dimension) => SOURCES[name].dimensions.includes(dimension));
}

/** One text for the values of a group. */
export function groupText(values: readonly (string | null)[]): string {
  return JSON.stringify(values);
}
