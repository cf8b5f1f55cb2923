import { sql, type Kysely } from 'kysely';
import type {
  Aggregate,
  Figures,
  Kpi,
  KpiDimension,
  Readings,
  Scope,
  SourceName,
} from '../model.ts';
import { DIMENSION_COLUMNS } from '../sources/source.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { longestReach } from './reaching.ts';

/** One KPI in one group. */
export interface MeasuredKpi extends Figures {
  readonly kpi: Kpi;
  /** The values of `scope.groupBy`, in that order. */
  readonly group: readonly (string | null)[];
}

/**
 * Measures KPIs: one statement a source, however many KPIs and groups, all on one state of the facts. In the
 * order of the KPIs, then of the groups; groups in which nothing happened are left out. Ungrouped, every KPI
 * is answered once.
 */
export async function measureKpis(
  database: Kysely<MetricsTables>,
  kpis: readonly Kpi[],
  scope: Scope,
): Promise<readonly MeasuredKpi[]> {
  const wanted = aggregatesBySource(kpis);
  const reaching = { ...scope, reachDays: longestReach(kpis.map(({ measure }) => measure)) };
  const rows = await database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const read = new Map<SourceName, SourceRows>();
      for (const [name, aggregates] of wanted) {
        read.set(name, await readSource(transaction, { name, aggregates }, reaching));
      }
      return read;
    });
  return kpis.flatMap((kpi) => measureOne(kpi, rows, scope));
}

/** A source's aggregates in each of its groups: by the group's text, then by the aggregate's name. */
type SourceRows = ReadonlyMap<string, SourceRow>;
type SourceRow = Readonly<Record<string, unknown>>;

function aggregatesBySource(kpis: readonly Kpi[]): Map<SourceName, Map<string, Aggregate>> {
  const found = new Map<SourceName, Map<string, Aggregate>>();
  for (const kpi of kpis) {
    for (const [part, aggregate] of Object.entries(kpi.measure.aggregates)) {
      const ofSource = found.get(aggregate.from) ?? new Map<string, Aggregate>();
      found.set(aggregate.from, ofSource.set(columnOf(kpi, part), aggregate));
    }
  }
  return found;
}

function columnOf(kpi: Kpi, part: string): string {
  return `${kpi.name}/${part}`;
}

async function readSource(
  database: Kysely<MetricsTables>,
  source: { readonly name: SourceName; readonly aggregates: ReadonlyMap<string, Aggregate> },
  scope: Scope,
): Promise<SourceRows> {
  const dimensions = dimensionsOf(source.name, scope);
  const columns = dimensions.map((dimension) =>
    sql.ref<string | null>(DIMENSION_COLUMNS[dimension]),
  );
  const aggregates = [...source.aggregates].map(([name, { sql: counted }]) => counted.as(name));
  const rows = await database
    .selectFrom(SOURCES[source.name].rows(database, scope).as('fact'))
    .select([...columns.map((column, place) => column.as(`group/${place}`)), ...aggregates])
    .$if(columns.length > 0, (query) => query.groupBy(columns))
    .execute();
  return new Map(
    rows.map((row: SourceRow) => {
      const values = dimensions.map((_, place) => row[`group/${place}`] as string | null);
      return [groupText(values), row];
    }),
  );
}

/** The dimensions asked for that a source has; it answers alike for every value of the others. */
function dimensionsOf(name: SourceName, scope: Scope): readonly KpiDimension[] {
  return scope.groupBy.filter((dimension) => SOURCES[name].dimensions.includes(dimension));
}

function measureOne(
  kpi: Kpi,
  rows: ReadonlyMap<SourceName, SourceRows>,
  scope: Scope,
): readonly MeasuredKpi[] {
  const answerable = canAnswer(kpi, scope);
  return groupsOf(kpi, rows, scope).flatMap((group) => {
    const readings = answerable ? readingsOf(kpi, { rows, group }, scope) : NOTHING;
    const figures = kpi.measure.figures(readings);
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
    const from = kpi.measure.aggregates[part]?.from;
    if (from === undefined) return null;
    const own = dimensionsOf(from, scope).map(
      (dimension) => group[scope.groupBy.indexOf(dimension)] ?? null,
    );
    return rows.get(from)?.get(groupText(own))?.[columnOf(kpi, part)] ?? null;
  };
  // Aggregates are cast to float8 or to a list of them, which `pg` gives as numbers.
  return {
    number: (part) => (read(part) as number | null) ?? 0,
    numbers: (part) => read(part) as readonly number[] | null,
  };
}

const NOTHING: Readings = Object.freeze({ number: () => 0, numbers: () => null });

function groupText(values: readonly (string | null)[]): string {
  return JSON.stringify(values);
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
