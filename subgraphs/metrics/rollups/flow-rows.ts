import { sql, type Kysely, type RawBuilder } from 'kysely';
import { rowsWhere } from '../measures/counted.ts';
import { dimensionsOf } from '../measures/source-rows.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { amountsOf } from './amounts.ts';
import { cutFor } from './cut-for.ts';
import { flowMoves, type FlowAsked } from './flow-moves.ts';
import { groupedRows, type ReadBy } from './grouped-rows.ts';
import { isRolled, type RolledSource } from './layout.ts';
import type { FactsPart, SummedSource } from './summed-source.ts';

/**
 * A query for what was there at the end of each part of a period, from the sums of what came and went until then; null
 * where these do not tell what is asked for.
 */
export function flowRows(
  database: Kysely<MetricsTables>,
  { name, amounts }: SummedSource,
  by: ReadBy,
): FactsPart | null {
  const { flow } = SOURCES[name];
  if (flow === undefined || !isRolled(flow.from)) return null;
  const values = amounts.map(({ key }) => AT_AN_INSTANT.get(key));
  const read = values.filter((value) => value !== undefined);
  const asked = flowAsked(name, flow.from, by);
  if (asked === null || read.length < values.length) return null;
  const rows = sql<object>`(select part.*, flow.* from ${partsOf(asked)}
    join ${flowMoves(database, flow, asked)} as flow on flow.before <= part.place)`;
  return (place) =>
    // Of whoever came and went nothing is left.
    sql`${groupedRows({ place: sql.lit(place), rows, values: read }, dimensionsOf(name, by.scope), by)}
      having sum(count) <> 0`;
}

/** Each amount of what was there, by the sums of the flow until the instant `at`. */
const AT_AN_INSTANT = instantAmounts();

function instantAmounts(): ReadonlyMap<string, RawBuilder<string | null>> {
  const from = 'caseUnclosed';
  const at = sql`extract(epoch from at)`;
  const values = [
    sql`count`,
    sql`count`,
    sql`${at} * count - since`,
    sql`${at} * ${at} * count - 2 * ${at} * since + squares`,
  ];
  const amounts = [
    ...amountsOf(rowsWhere(from)),
    ...amountsOf({ kind: 'DEVIATION', from, of: sql<number>`seconds` }),
  ];
  return new Map(
    amounts.map(({ key }, place) => [key, sql`sum(${values[place]})::numeric::text`] as const),
  );
}

/** Within a day only the last instant may lie, for other days are summed as a whole. */
function flowAsked(name: SummedSource['name'], from: RolledSource, by: ReadBy): FlowAsked | null {
  const { scope, stale } = by;
  const days = stale.get(from);
  const cut = cutFor(from, scope);
  const isApart = dimensionsOf(name, scope).length > dimensionsOf(from, scope).length;
  if (days === undefined || isApart || cut === null) return null;
  const instants = scope.windows.map(({ end }) => (end < scope.now ? end : scope.now));
  const last = instants.at(-1);
  const isWhole = instants.every((at) => +at === Number(last) || +at % 86_400_000 === 0);
  return last !== undefined && isWhole ? { from, cut, scope, days, instants } : null;
}

function partsOf({ scope, instants }: FlowAsked): RawBuilder<object> {
  const rows = scope.windows.map(
    ({ month, day }, place) =>
      sql`(${place}::int, ${month}::text, ${day}::text, ${instants[place]}::timestamptz)`,
  );
  return sql`(values ${sql.join(rows)}) as part(place, month, day, at)`;
}
