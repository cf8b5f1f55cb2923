import { describe, expect, test } from '@jest/globals';
import { scoreFault } from '../../../subgraphs/service/survey-scales.ts';

describe('scores', () => {
  test.each([
    ['CSAT', 1, 5],
    ['CSAT', 5, 5],
    ['CSAT', 8, 10],
    ['NPS', 0, 10],
    ['NPS', 10, 10],
    ['CES', 1, 7],
    ['CES', 7, 7],
  ] as const)('%s %d of %d is taken', (kind, score, scaleMax) => {
    expect(scoreFault(kind, score, scaleMax)).toBeNull();
  });

  test.each([
    ['CSAT', 0, 5, '"score" of CSAT must be 1 to 5, but is: 0.'],
    ['CSAT', 6, 5, '"score" of CSAT must be 1 to 5, but is: 6.'],
    ['CSAT', 1, 1, '"scaleMax" of CSAT must be 2 to 100, but is: 1.'],
    ['NPS', 11, 10, '"score" of NPS must be 0 to 10, but is: 11.'],
    ['NPS', -1, 10, '"score" of NPS must be 0 to 10, but is: -1.'],
    ['NPS', 4, 5, '"scaleMax" of NPS must be 10, but is: 5.'],
    ['CES', 0, 7, '"score" of CES must be 1 to 7, but is: 0.'],
    ['CES', 3, 5, '"scaleMax" of CES must be 7, but is: 5.'],
  ] as const)('%s %d of %d is refused', (kind, score, scaleMax, fault) => {
    expect(scoreFault(kind, score, scaleMax)).toBe(fault);
  });
});
