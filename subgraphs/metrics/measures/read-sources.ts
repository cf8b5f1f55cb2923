import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Aggregate, SourceName, Whole } from '../model.ts';
import { amountsOf, isSummed, type Amount, type Summed } from '../rollups/amounts.ts';
import { groupedRows, type ReadBy } from '../rollups/grouped-rows.ts';
import { keptRows } from '../rollups/kept-rows.ts';
import { sumParts } from '../rollups/sum-parts.ts';
import { isKept, type FactsPart, type KeptPart } from '../rollups/summed-source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { dimensionsOf, groupText, keyOfWhole, type SourceRows } from './source-rows.ts';

/** What is to be read of each source. */
export type WantedSources = ReadonlyMap<SourceName, readonly Aggregate[]>;

/**
 * Reads what can be summed from sums kept by day, as far as they are up to date, and all else from the facts: of all
 * sources in one statement, for a statement costs more than most of what it reads.
 */
export async function readSources(
  database: Kysely<MetricsTables>,
  wanted: WantedSources,
  by: ReadBy,
): Promise<ReadonlyMap<SourceName, SourceRows>> {
  const branches = [...wanted].flatMap(([name, aggregates]) =>
    branchesOf(database, { name, aggregates }, by),
  );
  const statements = statementsOf(database, branches, by);
  if (statements.length === 0) return new Map();
  const { rows } = await sql<ReadRow>`${sql.join(statements, sql` union all `)}`.execute(database);
  return rowsBySource(branches, rows, by);
}

/** A part of the statement, whose rows are of one source and have these values. */
interface Branch {
  readonly name: SourceName;
  readonly keys: readonly string[];
  readonly reads: KeptPart | FactsPart;
}

interface ReadRow {
  /** Of its branch. */
  readonly place: number;
  /** The values of `scope.groupBy`; null for what the source does not have. */
  readonly by: readonly (string | null)[];
  readonly read: readonly unknown[];
}

function branchesOf(
  database: Kysely<MetricsTables>,
  { name, aggregates }: { readonly name: SourceName; readonly aggregates: readonly Aggregate[] },
  by: ReadBy,
): readonly Branch[] {
  const summed = amountsOfAll(aggregates.filter(isSummed));
  const keys = summed.map(({ key }) => key);
  const branches: Branch[] = [];
  if (summed.length > 0) {
    const parts = sumParts(database, { name, amounts: summed }, by);
    branches.push(...parts.map((reads) => ({ name, keys, reads })));
  }
  const whole = aggregates.filter((aggregate) => !isSummed(aggregate));
  if (whole.length > 0) branches.push(wholeBranch(database, name, { whole, by }));
  return branches;
}

/** The amounts that aggregates need, each once. */
function amountsOfAll(aggregates: readonly Summed[]): readonly Amount[] {
  const amounts = aggregates.flatMap(amountsOf);
  return [...new Map(amounts.map((amount) => [amount.key, amount])).values()];
}

function wholeBranch(
  database: Kysely<MetricsTables>,
  name: SourceName,
  { whole, by }: { readonly whole: readonly Whole[]; readonly by: ReadBy },
): Branch {
  const rows = sql<object>`${SOURCES[name].rows(database, by.scope)}`;
  const values = whole.map((one) => one.sql);
  const reads = (place: number) =>
    groupedRows({ place: sql.lit(place), rows, values }, dimensionsOf(name, by.scope), by);
  return { name, keys: whole.map(keyOfWhole), reads };
}

/** What is kept of all sources is one part of the statement. */
function statementsOf(
  database: Kysely<MetricsTables>,
  branches: readonly Branch[],
  by: ReadBy,
): readonly RawBuilder<object>[] {
  const kept: (readonly [place: number, part: KeptPart])[] = [];
  const others: RawBuilder<object>[] = [];
  for (const [place, { reads }] of branches.entries()) {
    if (isKept(reads)) kept.push([place, reads]);
    else others.push(reads(place));
  }
  return kept.length === 0 ? others : [keptRows(database, kept, by), ...others];
}

function rowsBySource(
  branches: readonly Branch[],
  rows: readonly ReadRow[],
  { scope }: ReadBy,
): ReadonlyMap<SourceName, SourceRows> {
  const found = new Map<SourceName, Map<string, Map<string, unknown[]>>>();
  const places = new Map<SourceName, readonly number[]>();
  for (const { name } of branches) {
    const own = dimensionsOf(name, scope);
    // What is not told apart is one group, be there anything or nothing in it.
    const whole = [groupText([]), new Map<string, unknown[]>()] as const;
    found.set(name, new Map(own.length === 0 ? [whole] : []));
    places.set(
      name,
      own.map((one) => scope.groupBy.indexOf(one)),
    );
  }
  for (const { place, by, read } of rows) {
    const branch = branches[place];
    if (branch === undefined) continue;
    const own = (places.get(branch.name) ?? []).map((at) => by[at] ?? null);
    const text = groupText(own);
    const ofSource = found.get(branch.name);
    const row = ofSource?.get(text) ?? new Map<string, unknown[]>();
    ofSource?.set(text, row);
    addTo(row, branch.keys, read);
  }
  return found;
}

/** A group may be in several rows: what days that are summed add, and what the facts of others do. */
function addTo(
  row: Map<string, unknown[]>,
  keys: readonly string[],
  read: readonly unknown[],
): void {
  for (const [place, key] of keys.entries()) {
    const value = read[place] ?? null;
    if (value === null) continue;
    const known = row.get(key);
    if (known === undefined) row.set(key, [value]);
    else known.push(value);
  }
}
