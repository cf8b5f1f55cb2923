import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import { EVERYTHING } from '../sources/everything.ts';
import { DIMENSION_COLUMNS, matches, type Flow } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { amountsOf, type Amount } from './amounts.ts';
import { askedValue } from './cut-for.ts';
import { placesIn, type Cut, type RolledSource } from './layout.ts';
import { splitPeriod, type SplitPeriod } from './split-period.ts';
import { utcDay } from './utc-day.ts';

/** What of a flow is asked for. */
export interface FlowAsked {
  readonly from: RolledSource;
  readonly cut: Cut;
  readonly scope: Scope;
  /** Of which the sums are out of date. */
  readonly days: readonly string[];
  /** The ends of the parts of the period, or now where they are yet to come, in order. */
  readonly instants: readonly Date[];
}

/**
 * A query for what came and went until the last instant: `before` which of them it did not yet, counted from none, the
 * dimensions, and the sums `count`, `since` and `squares`.
 */
export function flowMoves(
  database: Kysely<MetricsTables>,
  flow: Flow,
  asked: FlowAsked,
): RawBuilder<object> {
  const { instants, days, scope } = asked;
  const end = instants.at(-1) ?? scope.end;
  const split = splitPeriod({ start: EVERYTHING.start, end }, days);
  const amounts = [flow.count, flow.since, flow.squares].flatMap(amountsOf);
  const moves = [
    keptMoves(database, asked, { split, amounts }),
    ...split.facts.map((stretch) =>
      factMoves(database, { ...scope, ...stretch }, { asked, amounts }),
    ),
  ];
  const columns = sql.join(columnsOf(asked).map((column) => sql.ref(column)));
  return sql`(select before, ${columns}, sum(count) as count, sum(since) as since,
      sum(squares) as squares
    from (${sql.join(moves, sql` union all `)}) as move(before, ${columns}, count, since, squares)
    group by before, ${columns})`;
}

/** One of them at most, beside the division, has values that sums are apart by. */
function columnsOf({ cut }: FlowAsked): readonly string[] {
  return cut === 'WHOLE' ? ['division'] : ['division', DIMENSION_COLUMNS[cut]];
}

/** The place of an instant among those asked for: how many of them are not after it. */
function placeOf(at: RawBuilder<Date>, { instants }: FlowAsked): RawBuilder<number> {
  return sql`width_bucket(${at}, ${instants}::timestamptz[])`;
}

function keptMoves(
  database: Kysely<MetricsTables>,
  asked: FlowAsked,
  { split, amounts }: { readonly split: SplitPeriod; readonly amounts: readonly Amount[] },
): RawBuilder<object> {
  const { from, cut, scope } = asked;
  const { start, end } = split.summed;
  const day = sql<Date>`(day::timestamp at time zone 'UTC')`;
  const values = cut === 'WHOLE' ? [] : [sql`value`];
  const sums = placesIn(from, amounts).map((place) => sql`amounts[${sql.lit(place)}]`);
  const columns = [placeOf(day, asked), sql`division`, ...values, ...sums];
  const rows = database
    .selectFrom('rollup')
    .select(columns.map((column, place) => column.as(`column/${place}`)))
    .where(sql<boolean>`source = ${sql.lit(from)} and cut = ${sql.lit(cut)}`)
    .where(sql<boolean>`day >= ${utcDay(start)} and day < ${utcDay(end)}`)
    .where(sql<boolean>`day <> all(${split.without}::date[])`)
    .where(matches('division', scope.division))
    .where(matches('value', askedValue(cut, scope)));
  return sql`${rows}`;
}

function factMoves(
  database: Kysely<MetricsTables>,
  scope: Scope,
  { asked, amounts }: { readonly asked: FlowAsked; readonly amounts: readonly Amount[] },
): RawBuilder<object> {
  const rows = SOURCES[asked.from].rows(database, scope);
  const columns = columnsOf(asked).map((column) => sql.ref(column));
  const added = amounts.map(({ adds }) => adds);
  return sql`(select ${sql.join([placeOf(sql`at`, asked), ...columns, ...added])}
    from ${rows} as fact)`;
}
