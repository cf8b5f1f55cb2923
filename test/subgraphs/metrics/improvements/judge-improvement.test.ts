import { describe, expect, test } from '@jest/globals';
import { judgeImprovement } from '../../../../subgraphs/metrics/improvements/judge-improvement.ts';

const measured = (value: number | null, margin = 3) => ({
  value,
  confidenceInterval:
    value === null ? null : { low: value - margin, high: value + margin, level: 0.95 },
});

describe('the verdict on a change', () => {
  // Margins of 3 and 4 make one of 5.
  test.each([
    [100, 80, 85, 'TARGET_MET'],
    [100, 90, 85, 'IMPROVED'],
    [100, 96, 85, 'NO_EVIDENCE'],
    [100, 84, 85, 'TARGET_MET'],
    [100, 106, 85, 'WORSE'],
    [100, 110, 110, 'TARGET_MET'],
    [100, 106, 110, 'IMPROVED'],
    [100, 104, 110, 'NO_EVIDENCE'],
    [100, 90, 110, 'WORSE'],
    // The target was reached, but so little moved that chance explains it.
    [100, 102, 101, 'NO_EVIDENCE'],
  ])('from %i to %i with a target of %i is %s', (before, after, target, verdict) => {
    const judgement = judgeImprovement(measured(before, 3), measured(after, 4), target);
    expect(judgement).toMatchObject({ effect: after - before, verdict });
    expect(judgement.confidenceInterval).toMatchObject({ low: after - before - 5 });
  });

  test('needs two values and what chance does to them', () => {
    expect(judgeImprovement(measured(null), measured(5), 7)).toMatchObject({
      effect: null,
      verdict: 'NOT_MEASURED',
    });
    const counted = { value: 5, confidenceInterval: null };
    expect(judgeImprovement(counted, measured(9), 7)).toMatchObject({
      effect: 4,
      confidenceInterval: null,
      verdict: 'NOT_MEASURED',
    });
  });
});
