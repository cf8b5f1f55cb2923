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
  /** The weight of a pair without any evidence. */
  readonly priorWeight: number;
  /** The weight of any pair, also of one that is no link. */
  readonly weightOf: (left: number, right: number) => number;
  /** What is never joined, whatever the weights; `isForced` for a link that must. */
  readonly mayJoin?: (
    left: readonly number[],
    right: readonly number[],
    isForced: boolean,
  ) => boolean;
  /** A link that joins the clusters of its two records although others of them do not belong together. */
  readonly mustJoin?: (left: number, right: number) => boolean;
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
    const [one, other] = [intAt(links.lefts, link), intAt(links.rights, link)];
    const [a, b] = [intAt(clusters, one), intAt(clusters, other)];
    if (a === b) continue;
    const [first, second] = a < b ? [a, b] : [b, a];
    const [left, right] = [membersOf(first), membersOf(second)];
    const key = first * options.records + second;
    const size = left.length * right.length;
    if (refused.get(key) === size) continue;
    if (!mayJoin(options, [left, right], options.mustJoin?.(one, other) === true)) {
      refused.set(key, size);
      continue;
    }
    members[first] = [...left, ...right];
    members[second] = undefined;
    for (const record of right) clusters[record] = first;
  }
  return clusters;
}

type Two = readonly [left: readonly number[], right: readonly number[]];

function mayJoin(options: ClusterOptions, [left, right]: Two, isForced: boolean): boolean {
  if (options.mayJoin !== undefined && !options.mayJoin(left, right, isForced)) return false;
  return isForced || belongTogether([left, right], options);
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
  [left, right]: Two,
  { weightOf, least, priorWeight }: ClusterOptions,
): boolean {
  const needed = least * left.length * right.length;
  let sum = 0;
  for (const a of left) {
    for (const b of right) sum += supportOf(weightOf(a, b), priorWeight);
  }
  return sum >= needed;
}

/**
 * What a pair across two clusters says about joining them. One that is no link by itself speaks against it only
 * by its evidence: that any two records are seldom one person was overcome by the link that asks.
 */
function supportOf(weight: number, priorWeight: number): number {
  if (weight >= 0) return Math.min(MOST_FOR, weight);
  return Math.max(MOST_AGAINST, Math.min(0, weight - priorWeight));
}
