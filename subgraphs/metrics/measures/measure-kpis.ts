import type { Kysely, Transaction } from 'kysely';
import type {
  Aggregate,
  Figures,
  Kpi,
  KpiDimension,
  Percentiles,
  Readings,
  Scope,
  SourceName,
} from '../model.ts';
import { readStaleDays } from '../rollups/stale-days.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { readSources, type WantedSources } from './read-sources.ts';
import { dimensionsOf, groupText, valueIn, type SourceRows } from './source-rows.ts';

/** One KPI in one group. */
export interface MeasuredKpi extends Figures {
  readonly kpi: Kpi;
  /** The values of `scope.groupBy`, in that order. */
  readonly group: readonly (string | null)[];
}

/** Percentiles take every row of the period, so they are read for who asks. */
export interface Asked {
  readonly percentiles: boolean;
}

/**
 * Measures KPIs: in one statement, however many KPIs and groups, on one state of the facts. In the order of the KPIs, then of the groups; groups in which nothing happened are left out. Ungrouped, every KPI
 * is answered once.
 */
export async function measureKpis(
  database: Kysely<MetricsTables>,
  kpis: readonly Kpi[],
  scope: Scope,
  asked?: Asked,
): Promise<readonly MeasuredKpi[]> {
  return onOneState(database, (state) => measureOn(state, kpis, scope, asked));
}

/** Reads whatever it reads from one state of the facts. */
export function onOneState<Read>(
  database: Kysely<MetricsTables>,
  read: (state: Transaction<MetricsTables>) => Promise<Read>,
): Promise<Read> {
  const transaction = database.transaction().setIsolationLevel('repeatable read');
  return transaction.setAccessMode('read only').execute(read);
}

/** `measureKpis` within `onOneState`. */
export async function measureOn(
  state: Transaction<MetricsTables>,
  kpis: readonly Kpi[],
  scope: Scope,
  asked: Asked = { percentiles: false },
): Promise<readonly MeasuredKpi[]> {
  const wanted = aggregatesBySource(kpis, asked);
  const stale = await readStaleDays(state, [...wanted.keys()], scope);
  const rows = await readSources(state, wanted, { scope, stale });
  return kpis.flatMap((kpi) => measureOne(kpi, rows, scope));
}

function aggregatesBySource(kpis: readonly Kpi[], { percentiles }: Asked): WantedSources {
  const found = new Map<SourceName, Aggregate[]>();
  const add = (aggregate: Aggregate) => {
    const ofSource = found.get(aggregate.from);
    if (ofSource === undefined) found.set(aggregate.from, [aggregate]);
    else ofSource.push(aggregate);
  };
  for (const { measure } of kpis) {
    Object.values(measure.aggregates).forEach(add);
    if (percentiles && measure.percentiles !== undefined) add(measure.percentiles);
  }
  return found;
}

function measureOne(
  kpi: Kpi,
  rows: ReadonlyMap<SourceName, SourceRows>,
  scope: Scope,
): readonly MeasuredKpi[] {
  const answerable = canAnswer(kpi, scope);
  return groupsOf(kpi, rows, scope).flatMap((group) => {
    const readings = answerable ? readingsOf(kpi, { rows, group }, scope) : NOTHING;
    const figures = { ...kpi.measure.figures(readings), percentiles: percentilesIn(readings) };
    const nothing = figures.value === null && figures.n === 0 && (figures.open ?? 0) === 0;
    return nothing && scope.groupBy.length > 0 ? [] : [{ kpi, group, ...figures }];
  });
}

/** Whether anything a KPI counts has a channel, or a case type, to choose by. If not, nothing has the one asked for. */
function canAnswer(kpi: Kpi, scope: Scope): boolean {
  const sources = Object.values(kpi.measure.aggregates).map(({ from }) => SOURCES[from]);
  return (
    (scope.channel === null || sources.some(({ dimensions }) => dimensions.includes('CHANNEL'))) &&
    (scope.caseType === null || sources.some((source) => source.hasCaseType))
  );
}

/** The groups in which a KPI's most finely grouped sources have rows, sorted; unknown values last. */
function groupsOf(
  kpi: Kpi,
  rows: ReadonlyMap<SourceName, SourceRows>,
  scope: Scope,
): readonly (readonly (string | null)[])[] {
  if (scope.groupBy.length === 0) return [[]];
  const sources = Object.values(kpi.measure.aggregates).map(({ from }) => from);
  const finest = Math.max(...sources.map((source) => dimensionsOf(source, scope).length));
  const groups = new Map<string, readonly (string | null)[]>();
  for (const source of sources) {
    const dimensions = dimensionsOf(source, scope);
    if (dimensions.length < finest) continue;
    for (const text of rows.get(source)?.keys() ?? []) {
      const group = wholeGroup(text, dimensions, scope);
      groups.set(groupText(group), group);
    }
  }
  return [...groups.values()].sort(compareGroups);
}

function wholeGroup(
  text: string,
  dimensions: readonly KpiDimension[],
  scope: Scope,
): readonly (string | null)[] {
  // `groupText` wrote it from such a list.
  const values = JSON.parse(text) as readonly (string | null)[];
  return scope.groupBy.map((dimension) => values[dimensions.indexOf(dimension)] ?? null);
}

function readingsOf(
  kpi: Kpi,
  { rows, group }: { rows: ReadonlyMap<SourceName, SourceRows>; group: readonly (string | null)[] },
  scope: Scope,
): Readings {
  const read = (part: string): unknown => {
    const aggregate = part === PERCENTILES ? kpi.measure.percentiles : kpi.measure.aggregates[part];
    if (aggregate === undefined) return null;
    const own = dimensionsOf(aggregate.from, scope).map(
      (dimension) => group[scope.groupBy.indexOf(dimension)] ?? null,
    );
    return valueIn(rows.get(aggregate.from)?.get(groupText(own)), aggregate);
  };
  // Aggregates are numbers or lists of them, as they are declared.
  return {
    number: (part) => (read(part) as number | null) ?? 0,
    numbers: (part) => read(part) as readonly number[] | null,
  };
}

const PERCENTILES = 'percentiles';

const NOTHING: Readings = Object.freeze({ number: () => 0, numbers: () => null });

function percentilesIn(readings: Readings): Percentiles | null {
  const [p50, p90, p95, max] = readings.numbers(PERCENTILES) ?? [];
  if (p50 === undefined || p90 === undefined || p95 === undefined || max === undefined) return null;
  return { p50, p90, p95, max };
}

function compareGroups(
  left: readonly (string | null)[],
  right: readonly (string | null)[],
): number {
  for (const [place, value] of left.entries()) {
    const other = right[place] ?? null;
    if (value === other) continue;
    if (value === null) return 1;
    if (other === null) return -1;
    return value < other ? -1 : 1;
  }
  return 0;
}
