import type { MeasuredKpi } from '../measures/measure-kpis.ts';
import type { ShownKpi } from '../measures/withhold-small.ts';
import { isCompared } from './compared-sources.ts';
import { kpiQuestion, placeOf, placeText } from './population.ts';
import type { Question, Told } from './question.ts';

/** Which of the groups measured, shown in the same order, an answer tells of, by the KPI's name. */
export function toldOf(
  question: Question,
  measured: readonly MeasuredKpi[],
  shown: readonly ShownKpi[],
): Readonly<Record<string, Told>> {
  const answer: Record<string, { told: string[]; withheld: string[] }> = {};
  for (const [place, { kpi, group, n }] of measured.entries()) {
    // Where there is nothing there is nothing to compare later numbers with.
    if (n === 0 || !isCompared(kpi)) continue;
    const asked = kpiQuestion(kpi, question);
    const text = placeText(asked, placeOf(asked, question.groupBy, group));
    const ofKpi = (answer[kpi.name] ??= { told: [], withheld: [] });
    (shown[place]?.withheld === true ? ofKpi.withheld : ofKpi.told).push(text);
  }
  return answer;
}
