import { sql, type Kysely } from 'kysely';
import { dimensionsOf } from '../measures/source-rows.ts';
import type { Scope } from '../model.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { cutFor } from './cut-for.ts';
import { flowRows } from './flow-rows.ts';
import { groupedRows, sumText, type ReadBy } from './grouped-rows.ts';
import { isRolled } from './layout.ts';
import { splitPeriod } from './split-period.ts';
import type { FactsPart, KeptPart, SummedSource } from './summed-source.ts';

/** What the amounts of a source are to be read from: sums of days that are up to date, and the facts of the others. */
export function sumParts(
  database: Kysely<MetricsTables>,
  { name, amounts }: SummedSource,
  by: ReadBy,
): readonly (KeptPart | FactsPart)[] {
  const flow = flowRows(database, { name, amounts }, by);
  if (flow !== null) return [flow];
  const { scope, stale } = by;
  const until = SOURCES[name].until?.(scope) ?? scope.end;
  const end = new Date(Math.max(Math.min(until.getTime(), scope.end.getTime()), +scope.start));
  const facts = (part: Partial<Scope>): FactsPart => {
    const rows = sql<object>`${SOURCES[name].rows(database, { ...scope, ...part })}`;
    const values = amounts.map(({ adds }) => sumText(adds));
    return (place) =>
      groupedRows({ place: sql.lit(place), rows, values }, dimensionsOf(name, scope), by);
  };
  const cut = cutFor(name, scope);
  const days = stale.get(name);
  if (cut === null || days === undefined || !isRolled(name)) return [facts({ end })];
  const split = splitPeriod({ start: scope.start, end }, days);
  return [{ name, cut, amounts, split }, ...split.facts.map(facts)];
}
