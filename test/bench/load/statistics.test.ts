import { describe, expect, test } from '@jest/globals';
import { median, medianRatio, percentile } from '../../../bench/load/statistics.ts';

describe('the median', () => {
  test('is the middle value, wherever it stands', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([7])).toBe(7);
  });

  test('is the mean of the two in the middle when there are two', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  test('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test('of nothing is not a number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('a percentile', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);

  test('is the value of the nearest rank', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.995)).toBe(100);
  });

  test('at the ends is the smallest and the largest value', () => {
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile(hundred, 1)).toBe(100);
  });

  test('of few values is one of them', () => {
    expect(percentile([1, 2], 0.99)).toBe(2);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('the ratio of two columns of rounds', () => {
  test('is taken round by round, so that a slow round counts for both sides', () => {
    // The machine was ten times as slow in the second round.
    expect(medianRatio([200, 20, 220], [100, 10, 100])).toBe(2);
  });

  test('uses the rounds that both have', () => {
    expect(medianRatio([4, 4, 400], [2, 2])).toBe(2);
  });
});
