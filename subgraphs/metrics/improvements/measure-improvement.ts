import { seesSmallGroups, showKpis } from '../answers/kpi-answers.ts';
import type { Improvement, MeasuredImprovement } from '../books/books.ts';
import { SMALLEST_GROUP } from '../measures/withhold-small.ts';
import { readNames, readScope } from '../read-scope.ts';
import type { MetricsContext } from '../services.ts';
import { judgeImprovement } from './judge-improvement.ts';

const NOTHING = Object.freeze({ value: null, n: 0, confidenceInterval: null });

/** The KPI over the baseline's days and over those of the check, and what the change did by them. */
export async function measureImprovement(
  context: MetricsContext,
  { kpi, division, baseline, check, target }: Improvement,
): Promise<MeasuredImprovement> {
  const measure = async (days: Improvement['baseline']) => {
    const scope = readScope({ division, ...days }, context.services.clock());
    const [shown] = await showKpis(context, readNames([kpi]), { scope });
    const { value, n, confidenceInterval } = shown ?? NOTHING;
    return { value, n, confidenceInterval };
  };
  const before = await measure(baseline);
  const after = check === null ? NOTHING : await measure(check);
  return { before, after, ...judgeImprovement(before, after, target) };
}

/** What was written down with the decision, else what is measured now; as this reader may see it. */
export function showMeasured(
  context: MetricsContext,
  known: Improvement,
): Promise<MeasuredImprovement> {
  const { measured } = known;
  const isTold =
    measured !== null &&
    (seesSmallGroups(context) || [measured.before, measured.after].every(({ n }) => !isSmall(n)));
  return isTold ? Promise.resolve(measured) : measureImprovement(context, known);
}

function isSmall(n: number): boolean {
  return n > 0 && n < SMALLEST_GROUP;
}
