import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  meanInterval,
  netScoreInterval,
  rateInterval,
  wilsonInterval,
} from '../../../../subgraphs/metrics/measures/intervals.ts';

describe('wilsonInterval', () => {
  // The score method's column in Newcombe's comparison of seven methods (1998).
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is as published', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
    expect(interval?.level).toBe(0.95);
  });

  test('of nothing is null', () => expect(wilsonInterval(0, 0)).toBeNull());

  test('touches 0 at 0 and 1 at 1 exactly', () => {
    expect(wilsonInterval(0, 7)?.low).toBe(0);
    expect(wilsonInterval(7, 7)?.high).toBe(1);
    expect(wilsonInterval(0, 7)?.high).toBeCloseTo(1 - (wilsonInterval(7, 7)?.low ?? 0), 12);
  });

  test('holds the share and stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (successes, failures) => {
        const n = successes + failures;
        const { low, high } = wilsonInterval(successes, n) ?? { low: 0, high: 1 };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (n > 0) {
          expect(low).toBeLessThanOrEqual(successes / n);
          expect(high).toBeGreaterThanOrEqual(successes / n);
        }
      }),
    );
  });
});

describe('netScoreInterval', () => {
  test('of 50 promoters and 16.67 detractors in 100 is 33.33 give or take 14.61', () => {
    const interval = netScoreInterval(50, 100 / 6, 100);
    expect(interval?.low).toBeCloseTo(33.33 - 14.61, 1);
    expect(interval?.high).toBeCloseTo(33.33 + 14.61, 1);
    expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / 2 / 1.959964).toBeCloseTo(7.4536, 3);
  });

  test('adds three imaginary answers below 30', () => {
    // 10 promoters and 5 detractors of 20 become 10.75 and 5.75 of 23.
    const net = (10.75 - 5.75) / 23;
    const deviation = Math.sqrt(((10.75 + 5.75) / 23 - net ** 2) / 23);
    const interval = netScoreInterval(10, 5, 20);
    expect(interval?.low).toBeCloseTo(100 * (net - 1.959964 * deviation), 4);
    expect(interval?.high).toBeCloseTo(100 * (net + 1.959964 * deviation), 4);
  });

  test('one answer says little, none nothing, and no bound leaves the scale', () => {
    expect(netScoreInterval(0, 0, 0)).toBeNull();
    const { low, high } = netScoreInterval(1, 0, 1) ?? { low: 0, high: 0 };
    expect(high - low).toBeGreaterThan(100);
    expect(high).toBeLessThanOrEqual(100);
    expect(netScoreInterval(0, 40, 40)).toMatchObject({ low: -100, high: -100 });
  });
});

describe('meanInterval', () => {
  test('is 1.96 standard errors to either side', () => {
    const interval = meanInterval(10, 4, 16);
    expect(interval?.low).toBeCloseTo(10 - 1.959964, 5);
    expect(interval?.high).toBeCloseTo(10 + 1.959964, 5);
  });

  test('of one observation or none is null', () => {
    expect(meanInterval(10, 0, 1)).toBeNull();
    expect(meanInterval(0, 0, 0)).toBeNull();
  });
});

describe('rateInterval', () => {
  // Exact Poisson limits from the tables; Byar's approximation is within one in a hundred from ten events on.
  test.each([
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('of %i events is near the exact limits', (events, low, high) => {
    const interval = rateInterval(events, 1000, 1000);
    expect((interval?.low ?? 0) / low).toBeCloseTo(1, 2);
    expect((interval?.high ?? 0) / high).toBeCloseTo(1, 2);
  });

  test('of no events begins at 0 and ends near 3.69', () => {
    const interval = rateInterval(0, 1000, 1000);
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeCloseTo(3.69, 1);
  });

  test('without anybody to whom it could happen is null', () => {
    expect(rateInterval(5, 0, 1000)).toBeNull();
  });
});
