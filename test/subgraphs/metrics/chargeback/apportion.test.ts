import { describe, expect, test } from '@jest/globals';
import { apportion } from '../../../../subgraphs/metrics/chargeback/apportion.ts';

describe('apportioning by the largest remainder', () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    // Exact shares 16.67, 33.33 and 50: the largest remainder gets the unit, though it comes first.
    [100n, [1n, 2n, 3n], [17n, 33n, 50n]],
    [10n, [6n, 6n, 2n], [4n, 4n, 2n]],
    [1n, [0n, 0n, 5n], [0n, 0n, 1n]],
    [0n, [1n, 2n], [0n, 0n]],
    [7n, [0n, 0n], [0n, 0n]],
    [7n, [], []],
  ])('%p over %p is %p', (whole, weights, parts) => {
    expect(apportion(whole, weights)).toEqual(parts);
  });
});
