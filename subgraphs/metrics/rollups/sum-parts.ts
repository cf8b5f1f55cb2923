import { sql, type Kysely, type RawBuilder } from 'kysely';
import { dimensionsOf } from '../measures/source-rows.ts';
import type { Scope, SourceName } from '../model.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import type { Amount } from './amounts.ts';
import { cutFor } from './cut-for.ts';
import { groupedRows, sumText, type ReadBy } from './grouped-rows.ts';
import { isRolled, type Cut, type RolledSource } from './layout.ts';
import { splitPeriod, type SplitPeriod } from './split-period.ts';

/** What of a source is summed. */
export interface SummedSource {
  readonly name: SourceName;
  readonly amounts: readonly Amount[];
}

/** The days of a source whose sums are kept and up to date. */
export interface KeptPart {
  readonly name: RolledSource;
  readonly cut: Cut;
  readonly amounts: readonly Amount[];
  readonly split: SplitPeriod;
}

/** A query for what the facts add; the number that it is given tells its rows from others. */
export type FactsPart = (place: number) => RawBuilder<object>;

export function isKept(part: KeptPart | FactsPart): part is KeptPart {
  return typeof part !== 'function';
}

/** What the amounts of a source are to be read from: sums of days that are up to date, and the facts of the others. */
export function sumParts(
  database: Kysely<MetricsTables>,
  { name, amounts }: SummedSource,
  by: ReadBy,
): readonly (KeptPart | FactsPart)[] {
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
