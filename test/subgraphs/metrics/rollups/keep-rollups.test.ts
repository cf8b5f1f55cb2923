import { expect, test } from '@jest/globals';

import { pauseAfter } from '../../../../subgraphs/metrics/rollups/keep-rollups.ts';

test('sums are made every few seconds, take a tenth of the time at most, and never wait for long', () => {
  expect([0, 500, 4_000, 90_000].map(pauseAfter)).toEqual([5_000, 5_000, 36_000, 300_000]);
});
