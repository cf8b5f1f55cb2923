import { GRAIN } from '../weigh/model.ts';
import { intAt } from '../values/read-array.ts';
import { sortBy } from '../values/sort-by.ts';

/** A pair of records and the weight of the evidence that they are one. */
export interface Links {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly weights: Float64Array;
}

export interface ClusterOptions {
  readonly records: number;
  /** Two clusters are joined when their records belong together by this much on average, in bits. */
  readonly least: number;
  /** The weight of any pair, also of one that is no link. */
  readonly weightOf: (left: number, right: number) => number;
  /** What can never be joined, whatever the weights: by the first records of two clusters. */
  readonly mayJoin?: (left: readonly number[], right: readonly number[]) => boolean;
}

/** No pair counts for more than these in an average: one certain link must not outvote many doubts. */
const MOST_FOR = 12;
const MOST_AGAINST = -12;

/**
 * Parts records into clusters that do not chain: links are taken strongest first, and each joins the clusters
 * of its two records only when all pairs across, linked or not, agree on average. Of equal links the one with
 * the smaller records is first, so the answer follows from records and weights alone.
 *
 * Returns the cluster of each record: the smallest record in it.
 */
export function clusterLinks(links: Links, options: ClusterOptions): Int32Array {
  const clusters = Int32Array.from({ length: options.records }, (_, record) => record);
  const members: (readonly number[] | undefined)[] = [];
  const membersOf = (cluster: number) => members[cluster] ?? [cluster];
  /** Joins that were refused, until one of the two clusters grows. */
  const refused = new Map<number, number>();
  for (const link of strongestFirst(links)) {
    const a = intAt(clusters, intAt(links.lefts, link));
    const b = intAt(clusters, intAt(links.rights, link));
    if (a === b) continue;
    const [first, second] = a < b ? [a, b] : [b, a];
    const [left, right] = [membersOf(first), membersOf(second)];
    const key = first * options.records + second;
    const size = left.length * right.length;
    if (refused.get(key) === size) continue;
    if (!belongTogether(left, right, options)) {
      refused.set(key, size);
      continue;
    }
    members[first] = [...left, ...right];
    members[second] = undefined;
    for (const record of right) clusters[record] = first;
  }
  return clusters;
}

/** The links, heaviest first, then by their records. Weights are whole multiples of a grain: see `model.ts`. */
function strongestFirst({ lefts, rights, weights }: Links): Int32Array {
  let order: Int32Array = Int32Array.from(lefts.keys());
  order = sortBy(order, (link) => rights[link] ?? 0);
  order = sortBy(order, (link) => lefts[link] ?? 0);
  return sortBy(order, (link) => HEAVIEST - Math.round((weights[link] ?? 0) * GRAIN));
}

/** More than any weight can be, in grains. */
const HEAVIEST = 1024 * GRAIN;

function belongTogether(
  left: readonly number[],
  right: readonly number[],
  { weightOf, least, mayJoin }: ClusterOptions,
): boolean {
  if (mayJoin !== undefined && !mayJoin(left, right)) return false;
  const needed = least * left.length * right.length;
  let sum = 0;
  for (const a of left) {
    for (const b of right) {
      sum += Math.max(MOST_AGAINST, Math.min(MOST_FOR, weightOf(a, b)));
    }
  }
  return sum >= needed;
}
