import type { Transaction } from 'kysely';
import { piecesBetween } from '../measures/pieces.ts';
import { readSources } from '../measures/read-sources.ts';
import { dimensionsOf, groupText, valueIn, type SourceRows } from '../measures/source-rows.ts';
import type { Added, Kpi, KpiDimension, Readings, Scope, SourceName } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';
import { readStaleDays } from '../rollups/stale-days.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { comparedSources } from './compared-sources.ts';
import { agree, kpiQuestion, populationText, type Population } from './population.ts';
import { questionOf } from './question.ts';
import { isPartOfTime } from './stretches-by.ts';

/** How many observations a population has in a stretch of time that begins and ends at edges. */
export type CountIn = (population: Population, stretch: Stretch) => number;

/** Counts the observations of KPIs between each two edges, in a statement or two; by the KPI's name. */
export async function countPieces(
  state: Transaction<MetricsTables>,
  kpis: readonly Kpi[],
  { scope, edges }: { readonly scope: Scope; readonly edges: readonly Date[] },
): Promise<ReadonlyMap<string, CountIn>> {
  const [start, end] = [edges[0] ?? scope.start, edges.at(-1) ?? scope.end];
  const pieces = piecesBetween(edges);
  const whole = { ...scope, start, end, windows: pieces.windows };
  const names = [...new Set(kpis.flatMap(comparedSources))];
  const stale = await readStaleDays(state, names, whole);
  const read = new Map<SourceName, Counted>();
  for (const part of ['DAY', 'HOUR'] as const) {
    const own = names.filter((name) => partFor(name, edges) === part);
    const groupBy = [...scope.groupBy.filter((one) => !isPartOfTime(one)), part];
    const by = { scope: { ...whole, groupBy }, stale, pieces };
    const wanted = new Map(own.map((name) => [name, addedFrom(name, kpis)]));
    for (const [name, rows] of await readSources(state, wanted, by)) {
      read.set(name, { rows, dimensions: dimensionsOf(name, by.scope) });
    }
  }
  return new Map(kpis.map((kpi) => [kpi.name, countsOf(kpi, read, { scope, edges })]));
}

interface Counted {
  readonly rows: SourceRows;
  readonly dimensions: readonly KpiDimension[];
}

/** By hours where an edge is within a day; what has no hours has no such edges either. */
function partFor(name: SourceName, edges: readonly Date[]): 'DAY' | 'HOUR' {
  const isByHour =
    SOURCES[name].dimensions.includes('HOUR') && edges.some((edge) => +edge % 86_400_000 !== 0);
  return isByHour ? 'HOUR' : 'DAY';
}

/** What can be added up: neither spreads nor numbers of different customers tell how many observations there are. */
function addedFrom(name: SourceName, kpis: readonly Kpi[]): readonly Added[] {
  const aggregates = kpis.flatMap(({ measure }) => Object.values(measure.aggregates));
  return aggregates
    .filter((aggregate) => aggregate.kind === 'ADDED')
    .filter(({ from }) => from === name);
}

function countsOf(
  kpi: Kpi,
  read: ReadonlyMap<SourceName, Counted>,
  { scope, edges }: { readonly scope: Scope; readonly edges: readonly Date[] },
): CountIn {
  const places = new Map(edges.map((edge, place) => [+edge, place]));
  const smallest = populationsOf(kpi, read, scope);
  const sums = new Map<string, readonly number[]>();
  const sumsOf = (population: Population): readonly number[] => {
    const text = populationText(population);
    const parts = smallest.filter((one) => agree(population, one));
    const known =
      sums.get(text) ??
      runningSums(edges.length, (piece) =>
        parts.reduce((sum, one) => sum + observations(kpi, read, { population: one, piece }), 0),
      );
    sums.set(text, known);
    return known;
  };
  return (population, { start, end }) => {
    const known = sumsOf(population);
    const at = (edge: Date) => known[places.get(+edge) ?? 0] ?? 0;
    return at(end) - at(start);
  };
}

/** How many there were before each edge. */
function runningSums(edges: number, inPiece: (piece: number) => number): readonly number[] {
  const sums = [0];
  for (let piece = 1; piece < edges; piece++) sums.push((sums.at(-1) ?? 0) + inPiece(piece));
  return sums;
}

/** The populations that a KPI's rows are told apart by. */
function populationsOf(
  kpi: Kpi,
  read: ReadonlyMap<SourceName, Counted>,
  scope: Scope,
): readonly Population[] {
  const { fixed, by } = kpiQuestion(kpi, questionOf([kpi], scope));
  const found = new Map<string, Population>();
  for (const name of comparedSources(kpi)) {
    const counted = read.get(name);
    const dimensions = counted?.dimensions ?? [];
    if (!by.every((dimension) => dimensions.includes(dimension))) continue;
    for (const text of counted?.rows.keys() ?? []) {
      // `groupText` wrote it from such a list.
      const values = JSON.parse(text) as readonly (string | null)[];
      const grouped = by.map((one) => [one, values[dimensions.indexOf(one)] ?? null] as const);
      const population = new Map([...fixed, ...grouped]);
      found.set(populationText(population), population);
    }
  }
  return [...found.values()];
}

/** What one piece has of a KPI's `n`. What is not counted by pieces, such as customers, is nothing there. */
function observations(
  { measure }: Kpi,
  read: ReadonlyMap<SourceName, Counted>,
  { population, piece }: { readonly population: Population; readonly piece: number },
): number {
  const readings: Readings = {
    number(part) {
      const aggregate = measure.aggregates[part];
      const counted = aggregate === undefined ? undefined : read.get(aggregate.from);
      if (aggregate?.kind !== 'ADDED' || counted === undefined) return 0;
      const own = counted.dimensions.map((dimension) =>
        isPartOfTime(dimension) ? String(piece) : (population.get(dimension) ?? null),
      );
      // The total of what is added is a number.
      return (valueIn(counted.rows.get(groupText(own)), aggregate) as number | null) ?? 0;
    },
    numbers: () => null,
  };
  return measure.observations?.(readings) ?? measure.figures(readings).n;
}
