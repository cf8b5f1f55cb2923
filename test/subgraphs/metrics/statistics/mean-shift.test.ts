import { describe, expect, test } from '@jest/globals';
import { Random } from '../../../../sample/random.ts';
import { lineSlope } from '../../../../subgraphs/metrics/statistics/line-slope.ts';
import { meanShift } from '../../../../subgraphs/metrics/statistics/mean-shift.ts';

describe('the shift of a mean', () => {
  test("has Welch's interval where neighbours are not alike", () => {
    // Both variances are 4/3 over 4 observations, so 6 degrees of freedom and sqrt(2/3) * 2.446912.
    const shift = meanShift([3, 1, 3, 1], [6, 4, 6, 4]);
    expect(shift).toMatchObject({ value: 3, autocorrelation: 0 });
    expect(shift?.confidenceInterval?.low).toBeCloseTo(3 - 1.997895, 5);
    expect(shift?.confidenceInterval?.high).toBeCloseTo(3 + 1.997895, 5);
  });

  test('is less certain where neighbours are alike', () => {
    // Deviations -1 -1 1 1: neighbours together 1, alone 4, twice: r = 1/4, variances raised by 5/3.
    const shift = meanShift([1, 1, 3, 3], [4, 4, 6, 6]);
    expect(shift).toMatchObject({ value: 3, autocorrelation: 0.25 });
    // 6 / (5/3) = 3.6 degrees of freedom: between those of 3 and of 4.
    const margin = (shift?.confidenceInterval?.high ?? NaN) - 3;
    const spread = Math.sqrt((2 / 3) * (5 / 3));
    expect(margin / spread).toBeGreaterThan(2.776445);
    expect(margin / spread).toBeLessThan(3.182446);
  });

  test('needs two observations a side for an interval, and one for a value', () => {
    expect(meanShift([1], [4, 5])).toMatchObject({ value: 3.5, confidenceInterval: null });
    expect(meanShift([], [4, 5])).toBeNull();
    expect(meanShift([2, 2], [5, 5])?.confidenceInterval).toMatchObject({ low: 3, high: 3 });
  });

  test('lies in its interval about 95 times in a hundred', () => {
    const random = new Random('shift');
    const noise = () => Array.from({ length: 12 }, () => random.next()).reduce((a, b) => a + b) - 6;
    let covered = 0;
    for (let run = 0; run < 2_000; run++) {
      const before = Array.from({ length: 12 }, noise);
      const after = Array.from({ length: 8 }, () => 2 + 3 * noise());
      const { low, high } = meanShift(before, after)?.confidenceInterval ?? { low: 0, high: 0 };
      if (low <= 2 && 2 <= high) covered++;
    }
    expect(covered / 2_000).toBeGreaterThan(0.94);
    expect(covered / 2_000).toBeLessThan(0.985);
  });
});

describe('the slope of a line', () => {
  test('is the least-squares one with its interval', () => {
    // Sums of squares 10 and 10, of products 8; residual 3.6 over 3 degrees of freedom.
    const points = [1, 3, 2, 5, 4].map((y, x) => [x, y] as const);
    const slope = lineSlope(points);
    expect(slope?.value).toBeCloseTo(0.8, 12);
    expect(slope?.confidenceInterval.low).toBeCloseTo(0.8 - 3.182446 * Math.sqrt(0.12), 5);
    expect(slope?.confidenceInterval.high).toBeCloseTo(0.8 + 3.182446 * Math.sqrt(0.12), 5);
  });

  test('needs three points', () => {
    expect(
      lineSlope([
        [0, 1],
        [1, 2],
      ]),
    ).toBeNull();
  });
});
