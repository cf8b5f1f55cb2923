import type { Kpi, KpiDimension } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';
import { comparedDimensions } from './compared-sources.ts';
import type { Question } from './question.ts';
import { beginningOf, isPartOfTime, PARTS_OF_TIME, type PartOfTime } from './stretches-by.ts';

/** Whom a number is about: the values that they have in common. A filter says it as a group does. */
export type Population = ReadonlyMap<KpiDimension, string | null>;

export function populationText(population: Population): string {
  return JSON.stringify([...population].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Of a population, what is known by these dimensions: the larger one that it is a part of. */
export function projected(population: Population, level: readonly KpiDimension[]): Population {
  return new Map([...population].filter(([dimension]) => level.includes(dimension)));
}

/** Whether two populations can have somebody in common, and one is no narrower than the other where both say. */
export function agree(one: Population, other: Population): boolean {
  return [...one].every(
    ([dimension, value]) => !other.has(dimension) || other.get(dimension) === value,
  );
}

/** A question as one KPI takes it: without the dimensions that the KPI has not. */
export interface KpiQuestion {
  readonly fixed: Population;
  /** What it is grouped by besides time; sorted, and not what is fixed. */
  readonly by: readonly KpiDimension[];
  /** The shortest part of time that it is grouped by. */
  readonly unit: PartOfTime | null;
  readonly period: Stretch;
}

export function kpiQuestion(kpi: Kpi, question: Question): KpiQuestion {
  const { groupBy, division, channel, caseType, start, end } = question;
  const known = comparedDimensions(kpi);
  const filters = [
    ['DIVISION', division],
    ['CHANNEL', channel],
    ['CASE_TYPE', caseType],
  ] as const;
  const fixed = new Map<KpiDimension, string | null>(filters.filter(([, value]) => value !== null));
  const has = (dimension: KpiDimension) => groupBy.includes(dimension) && known.has(dimension);
  const by = [...known].filter((one) => has(one) && !isPartOfTime(one) && !fixed.has(one)).sort();
  const unit = PARTS_OF_TIME.find(has) ?? null;
  return { fixed, by, unit, period: { start, end } };
}

/** Every dimension by which a question's populations are known. */
export function levelOf({ fixed, by }: KpiQuestion): readonly KpiDimension[] {
  return [...fixed.keys(), ...by];
}

/** One group of an answer: whom it is about, and since when. */
export interface Place {
  readonly population: Population;
  readonly start: Date;
}

/** The place of a group, of which these are the values of the question's `groupBy`. */
export function placeOf(
  { fixed, by, unit, period }: KpiQuestion,
  groupBy: readonly KpiDimension[],
  group: readonly (string | null)[],
): Place {
  const valueOf = (dimension: KpiDimension) => group[groupBy.indexOf(dimension)] ?? null;
  const time = unit === null ? null : valueOf(unit);
  const population = new Map([
    ...fixed,
    ...by.map((dimension) => [dimension, valueOf(dimension)] as const),
  ]);
  const start = unit === null || time === null ? period.start : beginningOf(unit, time, period);
  return { population, start };
}

/** A place as it is remembered, and read back by the question that it is of. */
export function placeText({ by }: KpiQuestion, { population, start }: Place): string {
  const values = by.map((dimension) => population.get(dimension) ?? null);
  return JSON.stringify([start.toISOString(), ...values]);
}

export function readPlace({ fixed, by }: KpiQuestion, text: string): Place {
  // `placeText` wrote it.
  const [start, ...values] = JSON.parse(text) as readonly [string, ...(string | null)[]];
  const grouped = by.map((dimension, place) => [dimension, values[place] ?? null] as const);
  return { population: new Map([...fixed, ...grouped]), start: new Date(start) };
}
