import { describe, expect, test } from '@jest/globals';
import { measureQuality } from '../../../../../subgraphs/customers/matching/measure/truth-metrics.ts';

const NO_LINKS = { lefts: [], rights: [] };
const measure = (clusters: readonly number[], truth: readonly number[], links = NO_LINKS) =>
  measureQuality(Int32Array.from(clusters), Int32Array.from(truth), links);

describe('quality against the truth', () => {
  test('is whole for clusters that are the truth, whatever their numbers', () => {
    const { clusterPair, bCubed, exactClusters } = measure([5, 5, 7, 9], [0, 0, 1, 2]);
    expect([clusterPair.f1, bCubed.f1, exactClusters]).toEqual([1, 1, 1]);
  });

  test('counts pairs of clusters, links, and how pure and whole each record finds its cluster', () => {
    // Two people of two and three records; one record of the second is with the first.
    const links = { lefts: [0, 0], rights: [1, 2] };
    const quality = measure([0, 0, 0, 3, 3], [0, 0, 1, 1, 1], links as never);
    expect(quality.clusterPair).toEqual({ precision: 2 / 4, recall: 2 / 4, f1: 0.5 });
    expect(quality.pairwise).toEqual({ precision: 1 / 2, recall: 1 / 4, f1: 1 / 3 });
    expect(quality.bCubed.precision).toBeCloseTo((4 / 3 + 1 / 3 + 2) / 5, 10);
    expect(quality.bCubed.recall).toBeCloseTo((2 + 1 / 3 + 4 / 3) / 5, 10);
    expect(quality.exactClusters).toBe(0);
  });

  test('of nothing found has no fault but finds nothing', () => {
    expect(measure([0, 1], [0, 0]).clusterPair).toEqual({ precision: 1, recall: 0, f1: 0 });
  });
});
