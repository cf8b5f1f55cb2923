import type { MeasuredKpi } from '../measures/measure-kpis.ts';
import { isSmallCount } from '../measures/withhold-small.ts';
import type { Kpi, KpiDimension } from '../model.ts';
import type { Stretch } from '../rollups/split-period.ts';
import type { KnownPeriods } from './known-periods.ts';
import type { CountIn } from './piece-counts.ts';
import { PieceLine } from './piece-line.ts';
import {
  kpiQuestion,
  levelOf,
  placeOf,
  populationText,
  projected,
  type KpiQuestion,
  type Population,
} from './population.ts';
import type { Question } from './question.ts';
import { stretchesBy } from './stretches-by.ts';

/** What is looked at to find out whether an answer, with those before it, would tell of one to four. */
export interface Comparison {
  readonly question: Question;
  readonly known: readonly KnownPeriods[];
  readonly countIn: CountIn;
}

/**
 * The groups of one KPI that may not be told, for what they and earlier answers differ by is one to four; of those that
 * tell anything. The larger go first, so that the smaller are withheld. What all groups together would tell of a larger
 * population is judged like an answer about it, and then all of them are withheld.
 */
export function overlappingGroups(
  kpi: Kpi,
  telling: readonly MeasuredKpi[],
  comparison: Comparison,
): ReadonlySet<MeasuredKpi> {
  const asked = kpiQuestion(kpi, comparison.question);
  const judge = judgeOf(comparison);
  const found = new Set<MeasuredKpi>();
  for (const level of levelsOf(asked, comparison.known)) {
    for (const { population, stretch, groups } of answersAt(level, asked, {
      telling,
      comparison,
    })) {
      if (groups.some((group) => isSmallCount(group.n) || found.has(group))) continue;
      if (!judge(population, stretch)) for (const group of groups) found.add(group);
    }
  }
  return found;
}

/** Says whether a number may be told, and takes it for told when it may. */
function judgeOf({ known, countIn }: Comparison) {
  const lines = new Map<string, PieceLine>();
  const lineOf = (population: Population): PieceLine => {
    const text = populationText(population);
    const line = lines.get(text) ?? new PieceLine();
    if (!lines.has(text)) {
      for (const one of known) for (const stretch of one.about(population)) line.add(stretch);
    }
    lines.set(text, line);
    return line;
  };
  return (population: Population, stretch: Stretch): boolean => {
    const line = lineOf(population);
    const pieces = line.piecesWith(stretch);
    if (pieces.some((piece) => isSmallCount(countIn(population, piece)))) return false;
    line.add(stretch);
    return true;
  };
}

/** The dimensions by which this answer and earlier ones can be about the same population; all of them first. */
function levelsOf(
  asked: KpiQuestion,
  known: readonly KnownPeriods[],
): readonly (readonly KpiDimension[])[] {
  const own = [...levelOf(asked)].sort();
  const levels = new Map([[own.join(), own]]);
  for (const one of [...known.map((periods) => levelOf(periods.asked)), [...asked.fixed.keys()]]) {
    const both = own.filter((dimension) => one.includes(dimension));
    if ([...asked.fixed.keys()].every((dimension) => both.includes(dimension))) {
      levels.set(both.join(), both);
    }
  }
  return [...levels.values()].sort((left, right) => right.length - left.length);
}

interface AnswerAt {
  readonly population: Population;
  readonly stretch: Stretch;
  readonly groups: readonly MeasuredKpi[];
}

/** What the groups tell by some of their dimensions; the most observations first. */
function answersAt(
  level: readonly KpiDimension[],
  asked: KpiQuestion,
  { telling, comparison }: { telling: readonly MeasuredKpi[]; comparison: Comparison },
): readonly AnswerAt[] {
  const stretches = new Map(
    stretchesBy(asked.unit, asked.period).map((stretch) => [+stretch.start, stretch]),
  );
  const found = new Map<string, AnswerAt & { readonly groups: MeasuredKpi[] }>();
  for (const one of telling) {
    const place = placeOf(asked, comparison.question.groupBy, one.group);
    const population = projected(place.population, level);
    const text = `${populationText(population)} ${+place.start}`;
    const stretch = stretches.get(+place.start) ?? asked.period;
    const known = found.get(text);
    if (known === undefined) found.set(text, { population, stretch, groups: [one] });
    else known.groups.push(one);
  }
  const size = ({ groups }: AnswerAt) => groups.reduce((sum, { n }) => sum + n, 0);
  return [...found.values()].sort((left, right) => size(right) - size(left));
}
