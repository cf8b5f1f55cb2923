import { describe, expect, test } from '@jest/globals';
import { rankWork, type WorkCount } from '../../../../subgraphs/metrics/automation/rank-work.ts';

/** Work of a kind in a division that took these seconds. */
function work(kind: string, division: string, times: readonly number[]): WorkCount {
  return {
    caseType: kind,
    channel: 'PHONE',
    division,
    volume: times.length,
    timed: times.length,
    seconds: times.reduce((sum, time) => sum + time, 0),
    squares: times.reduce((sum, time) => sum + time * time, 0),
  };
}

describe('candidates for automation', () => {
  test('count with their minutes, less for variation and for what divisions do differently', () => {
    const [candidate] = rankWork([
      work('REQUEST', 'banking', [60, 120, 180]),
      work('REQUEST', 'lending', [120, 180, 240]),
    ]);
    // Mean 150; spread 3600 * (2.25 + .25 + .25 + .25 + .25 + 2.25) = 19800, between 2 * 3 * 30 ** 2 = 5400.
    expect(candidate).toMatchObject({
      divisions: 2,
      volume: 6,
      handlingMinutes: 15,
      meanSeconds: 150,
    });
    const variation = Math.sqrt(19_800 / 5) / 150;
    expect(candidate?.variation).toBeCloseTo(variation, 12);
    expect(candidate?.homogeneity).toBeCloseTo(1 - 5_400 / 19_800, 12);
    expect(candidate?.score).toBeCloseTo((15 * (14_400 / 19_800)) / (1 + variation), 12);
  });

  test('are ranked: regular before irregular, alike before different, much before little', () => {
    const candidates = rankWork([
      work('INCIDENT', 'banking', [10, 590]),
      work('INCIDENT', 'lending', [10, 590]),
      work('REQUEST', 'banking', [300, 300]),
      work('REQUEST', 'lending', [300, 300]),
      work('QUESTION', 'banking', [100, 100]),
      work('QUESTION', 'lending', [500, 500]),
      work('COMPLAINT', 'lending', [300]),
    ]);
    expect(candidates.map(({ caseType }) => caseType)).toEqual([
      'REQUEST',
      'INCIDENT',
      'COMPLAINT',
      'QUESTION',
    ]);
    expect(candidates.map(({ homogeneity }) => homogeneity)).toEqual([1, 1, 1, 0]);
    expect(candidates[0]?.variation).toBe(0);
  });

  test('without a known time come last, by volume', () => {
    const silent = (kind: string, volume: number) => ({ ...work(kind, 'banking', []), volume });
    const candidates = rankWork([
      silent('QUESTION', 3),
      silent('REQUEST', 9),
      work('INCIDENT', 'a', [1]),
    ]);
    expect(candidates.map(({ caseType, score }) => [caseType, score > 0])).toEqual([
      ['INCIDENT', true],
      ['REQUEST', false],
      ['QUESTION', false],
    ]);
    expect(candidates[1]).toMatchObject({ meanSeconds: null, variation: null, homogeneity: null });
    expect(rankWork([])).toEqual([]);
  });
});
