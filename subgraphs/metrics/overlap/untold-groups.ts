import type { Transaction } from 'kysely';
import type { MeasuredKpi } from '../measures/measure-kpis.ts';
import type { Kpi, Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { isCompared } from './compared-sources.ts';
import { edgesToCount } from './edges-to-count.ts';
import { knownPeriods } from './known-periods.ts';
import { overlappingGroups } from './overlapping-groups.ts';
import { countPieces } from './piece-counts.ts';
import { kpiQuestion } from './population.ts';
import { questionText, type KnownQuestion, type Question } from './question.ts';
import { stretchesBy } from './stretches-by.ts';

/** What has been measured for a question, and what the same person asked before. */
export interface Measured {
  readonly scope: Scope;
  readonly question: Question;
  readonly before: readonly KnownQuestion[];
  readonly measured: readonly MeasuredKpi[];
}

/**
 * The groups that may not be told because of what was told before. Only where other periods reach into this one are
 * their parts counted, on the same state of the facts.
 */
export async function untoldGroups(
  state: Transaction<MetricsTables>,
  { scope, question, before, measured }: Measured,
): Promise<ReadonlySet<MeasuredKpi>> {
  const telling = measured.filter(({ kpi, n }) => n > 0 && isCompared(kpi));
  if (isTooMuch(question, before)) return new Set(telling);
  const kpis = [...new Set(telling.map(({ kpi }) => kpi))];
  const reached = kpis.flatMap((kpi) => reachedBy(before, kpi, question));
  const edges = new Set(reached.flatMap((one) => one.edges.map(Number)));
  if (edges.size === 0) return new Set();
  const counts = await countPieces(
    state,
    reached.map(({ kpi }) => kpi),
    { scope, edges: [...edges].sort((left, right) => left - right).map((edge) => new Date(edge)) },
  );
  const found = reached.flatMap(({ kpi, known }) => {
    const ofKpi = telling.filter((one) => one.kpi === kpi);
    const countIn = counts.get(kpi.name) ?? (() => 0);
    return [...overlappingGroups(kpi, ofKpi, { question, known, countIn })];
  });
  return new Set(found);
}

/** Nothing is forgotten to make room for more, since that would be the way round it. */
function isTooMuch(question: Question, before: readonly KnownQuestion[]): boolean {
  const text = questionText(question);
  return before.length >= MOST_QUESTIONS && before.every((one) => questionText(one) !== text);
}

const MOST_QUESTIONS = 5_000;

function reachedBy(before: readonly KnownQuestion[], kpi: Kpi, question: Question) {
  const known = before
    .filter(({ kpis }) => kpis.includes(kpi.name))
    .map((one) => knownPeriods(kpi, one));
  const { unit, period } = kpiQuestion(kpi, question);
  const stretches = known.flatMap((one) => one.stretches);
  const edges = edgesToCount(stretchesBy(unit, period), stretches);
  return edges === null ? [] : [{ kpi, known, edges }];
}
