import type { Aggregate, KpiDimension, Scope, SourceName, Whole } from '../model.ts';
import { isSummed, textOf, totalOf } from '../rollups/amounts.ts';
import { SOURCES } from '../sources/sources.ts';

/** What was read of a source in each of its groups, by the group's text. */
export type SourceRows = ReadonlyMap<string, SourceRow>;

/** What was read in one group: sums that are yet to be added up, by the amount's key, and whatever else by its own. */
export type SourceRow = ReadonlyMap<string, readonly unknown[]>;

/** What an aggregate comes to in a group; null where the group has nothing for it. */
export function valueIn(row: SourceRow | undefined, aggregate: Aggregate): unknown {
  if (row === undefined) return null;
  if (!isSummed(aggregate)) return row.get(keyOfWhole(aggregate))?.[0] ?? null;
  // The sums of amounts are read as texts.
  return totalOf(aggregate, (key) => (row.get(key) ?? []) as readonly string[]);
}

/** The text by which what needs all rows at once is known. */
export function keyOfWhole(whole: Whole): string {
  const known = KEYS.get(whole) ?? `whole ${textOf(whole.sql)}`;
  KEYS.set(whole, known);
  return known;
}

/** Definitions are made once, so their texts are too. */
const KEYS = new WeakMap<Whole, string>();

/** The dimensions asked for that a source has; it answers alike for every value of the others. */
export function dimensionsOf(name: SourceName, scope: Scope): readonly KpiDimension[] {
  return scope.groupBy.filter((dimension) => SOURCES[name].dimensions.includes(dimension));
}

/** One text for the values of a group. */
export function groupText(values: readonly (string | null)[]): string {
  return JSON.stringify(values);
}
