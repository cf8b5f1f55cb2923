import type { Figures, Interval } from '../model.ts';
import { intervalOfDifference } from '../statistics/interval-of-difference.ts';

export type Verdict = 'TARGET_MET' | 'IMPROVED' | 'NO_EVIDENCE' | 'WORSE' | 'NOT_MEASURED';

export interface Judgement {
  /** After less before; null when one of them was not measured. */
  readonly effect: number | null;
  readonly confidenceInterval: Interval | null;
  readonly verdict: Verdict;
}

type Measured = Pick<Figures, 'value' | 'confidenceInterval'>;

/**
 * What a change did. It improved, or made worse, what moved farther than chance explains: the 95 % interval of the
 * effect leaves out 0. The target says which way is better; it is met when there is such an improvement
 * and the value itself has got there.
 */
export function judgeImprovement(before: Measured, after: Measured, target: number): Judgement {
  if (before.value === null || after.value === null) return NOT_MEASURED;
  const effect = after.value - before.value;
  if (before.confidenceInterval === null || after.confidenceInterval === null) {
    return { ...NOT_MEASURED, effect };
  }
  const confidenceInterval = intervalOfDifference(
    { value: before.value, interval: before.confidenceInterval },
    { value: after.value, interval: after.confidenceInterval },
  );
  const way = target >= before.value ? 1 : -1;
  const hasArrived = way * (after.value - target) >= 0;
  const verdict = verdictOf(confidenceInterval, way, hasArrived);
  return { effect, confidenceInterval, verdict };
}

const NOT_MEASURED: Judgement = Object.freeze({
  effect: null,
  confidenceInterval: null,
  verdict: 'NOT_MEASURED',
});

function verdictOf({ low, high }: Interval, way: 1 | -1, hasArrived: boolean): Verdict {
  const [worst, best] = way === 1 ? [low, high] : [-high, -low];
  if (worst > 0) return hasArrived ? 'TARGET_MET' : 'IMPROVED';
  return best < 0 ? 'WORSE' : 'NO_EVIDENCE';
}
