import { expect, test } from '@jest/globals';
import { wilsonInterval } from '../../../../subgraphs/metrics/measures/intervals.ts';
import {
  intervalOfDifference,
  type Estimate,
} from '../../../../subgraphs/metrics/statistics/interval-of-difference.ts';

function share([successes = NaN, n = NaN]: readonly number[]): Estimate {
  const interval = wilsonInterval(successes, n) ?? { low: NaN, high: NaN, level: NaN };
  return { value: successes / n, interval };
}

// Newcombe (1998), Statistics in Medicine 17, table II, method 10.
test.each([
  [
    [56, 70],
    [48, 80],
    [0.0524, 0.3339],
  ],
  [
    [9, 10],
    [3, 10],
    [0.1705, 0.809],
  ],
  [
    [10, 10],
    [0, 10],
    [0.6075, 1],
  ],
] as const)('%j less %j lies where the published table says: %j', (one, other, [low, high]) => {
  const interval = intervalOfDifference(share(other), share(one));
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('even intervals give an even one, as standard errors add up', () => {
  const estimate = (value: number, margin: number) => ({
    value,
    interval: { low: value - margin, high: value + margin, level: 0.95 },
  });
  const { low, high } = intervalOfDifference(estimate(10, 3), estimate(12, 4));
  expect([low, high]).toEqual([-3, 7]);
});
