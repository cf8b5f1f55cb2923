import { expect, test } from '@jest/globals';

import { pauseAfter } from '../../../../subgraphs/metrics/rollups/keep-rollups.ts';

test('sums are made every few seconds, and take a tenth of the time at most', () => {
  expect([0, 500, 4_000].map(pauseAfter)).toEqual([5_000, 5_000, 36_000]);
});
