import { expect, test } from '@jest/globals';
import { abandonmentRate } from '../../../../subgraphs/metrics/kpis/abandonment-rate.ts';
import { csat } from '../../../../subgraphs/metrics/kpis/csat.ts';
import type { Kpi } from '../../../../subgraphs/metrics/model.ts';
import { targetRealism } from '../../../../subgraphs/metrics/scorecard/target-realism.ts';

const days = (...values: readonly number[]) => values.map((value, day) => ({ day, value, n: 100 }));
const risingDays = days(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

test.each<[Kpi, number, number, string]>([
  [csat, 0.75, 2, 'REALISTIC'],
  [csat, 0.9, 1, 'REALISTIC'],
  [csat, 0.95, 0, 'NEVER_MET'],
  [csat, 0, 10, 'ALWAYS_MET'],
  // Less is better: the same numbers the other way round.
  [abandonmentRate, 0.75, 8, 'REALISTIC'],
  [abandonmentRate, 0.9, 10, 'ALWAYS_MET'],
])('%p aimed at %d is met on %i of ten days: %s', (kpi, target, daysMet, verdict) => {
  const share = daysMet / 10;
  const expected = { daysMeasured: 10, daysMet, share, verdict };
  expect(targetRealism(kpi, risingDays, target)).toEqual(expected);
});

test('fewer than ten days tell nothing', () => {
  const few = targetRealism(csat, risingDays.slice(0, 9), 0.95);
  expect(few).toMatchObject({ daysMeasured: 9, verdict: 'TOO_FEW_DAYS' });
  expect(targetRealism(csat, [], 0.95)).toMatchObject({ share: null, verdict: 'TOO_FEW_DAYS' });
});
