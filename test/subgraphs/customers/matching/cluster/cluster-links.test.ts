import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clusterLinks } from '../../../../../subgraphs/customers/matching/cluster/cluster-links.ts';
import { oneOfEach } from '../../../../../subgraphs/customers/matching/cluster/one-of-each.ts';

type Link = readonly [left: number, right: number, weight: number];

function cluster(
  records: number,
  links: readonly Link[],
  more: Partial<Parameters<typeof clusterLinks>[1]> = {},
): readonly number[] {
  const weights = new Map(links.map(([a, b, weight]) => [`${a} ${b}`, weight]));
  const found = {
    lefts: Int32Array.from(links, ([left]) => left),
    rights: Int32Array.from(links, ([, right]) => right),
    weights: Float64Array.from(links, ([, , weight]) => weight),
  };
  const weightOf = (one: number, other: number) =>
    weights.get(`${Math.min(one, other)} ${Math.max(one, other)}`) ?? -22;
  const options = { records, least: 1, priorWeight: -10, weightOf, ...more };
  return [...clusterLinks(found, options)];
}

describe('clusters of links', () => {
  test('hold records that all belong together, under the number of the first', () => {
    const links: Link[] = [
      [1, 2, 9],
      [1, 4, 8],
      [2, 4, 8],
    ];
    expect(cluster(5, links)).toEqual([0, 1, 1, 3, 1]);
  });

  test('do not chain: a bridge joins no two groups that have nothing else in common', () => {
    const links: Link[] = [
      [0, 1, 12],
      [2, 3, 12],
      [1, 2, 6],
    ];
    expect(cluster(4, links)).toEqual([0, 0, 2, 2]);
  });

  test('are joined over a pair that only lacks evidence', () => {
    const links: Link[] = [
      [0, 1, 12],
      [1, 2, 12],
      [0, 2, -10],
    ];
    expect(cluster(3, links)).toEqual([0, 0, 0]);
  });

  test('have at most one record of a clean file', () => {
    const mayJoin = oneOfEach(Uint8Array.from([0, 0, 1]), [0]);
    const links: Link[] = [
      [0, 2, 9],
      [1, 2, 8],
      [0, 1, 7],
    ];
    expect(cluster(3, links, { mayJoin })).toEqual([0, 1, 0]);
  });

  test('are the same in whatever order the links come', () => {
    const link = fc
      .tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 4, max: 9 }))
      .filter(([left, right]) => left < right);
    const links = fc.uniqueArray(link, { selector: ([a, b]) => `${a} ${b}`, maxLength: 15 });
    fc.assert(
      fc.property(
        links.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([some, mixed]) => expect(cluster(8, mixed)).toEqual(cluster(8, some)),
      ),
      { seed: 2, numRuns: 200 },
    );
  });
});
