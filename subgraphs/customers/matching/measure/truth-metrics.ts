/** How well clusters agree with the truth. Each measure by itself can look good on bad clusters. */
export interface Quality {
  readonly pairwise: Rate;
  readonly clusterPair: Rate;
  readonly bCubed: Rate;
  /** Share of the truth's clusters that came out exactly. */
  readonly exactClusters: number;
}

export interface Rate {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Links {
  readonly lefts: ArrayLike<number>;
  readonly rights: ArrayLike<number>;
}

/**
 * Measures links and clusters against the truth, both given as a group number a record.
 *
 * `pairwise` counts the links that were made directly between two records of one cluster; `clusterPair` every
 * pair of records of a cluster; `bCubed` is the mean over records of how pure and how whole their cluster is.
 */
export function measureQuality(clusters: Int32Array, truth: Int32Array, links: Links): Quality {
  const both = sizesOf(clusters, truth);
  const found = pairsOf(both.clusters);
  const real = pairsOf(both.truths);
  const right = pairsOf(both.overlaps);
  let rightLinks = 0;
  for (let link = 0; link < links.lefts.length; link++) {
    if (truth[links.lefts[link] ?? 0] === truth[links.rights[link] ?? 0]) rightLinks++;
  }
  return {
    pairwise: rate(rightLinks, links.lefts.length, real),
    clusterPair: rate(right, found, real),
    bCubed: bCubed(both, clusters.length),
    exactClusters: exactShare(both),
  };
}

interface Sizes {
  readonly clusters: ReadonlyMap<number, number>;
  readonly truths: ReadonlyMap<number, number>;
  /** Records that share both, under a number for the two. */
  readonly overlaps: ReadonlyMap<number, number>;
  readonly parts: ReadonlyMap<number, readonly [cluster: number, truth: number]>;
}

function sizesOf(clusters: Int32Array, truth: Int32Array): Sizes {
  const sizes = {
    clusters: new Map<number, number>(),
    truths: new Map<number, number>(),
    overlaps: new Map<number, number>(),
    parts: new Map<number, readonly [number, number]>(),
  };
  const width = truth.reduce((most, group) => Math.max(most, group), 0) + 1;
  clusters.forEach((cluster, record) => {
    const group = truth[record] ?? 0;
    const overlap = cluster * width + group;
    count(sizes.clusters, cluster);
    count(sizes.truths, group);
    count(sizes.overlaps, overlap);
    sizes.parts.set(overlap, [cluster, group]);
  });
  return sizes;
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairsOf(sizes: ReadonlyMap<number, number>): number {
  let pairs = 0;
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2;
  return pairs;
}

function bCubed({ clusters, truths, overlaps, parts }: Sizes, records: number): Rate {
  let precision = 0;
  let recall = 0;
  for (const [overlap, size] of overlaps) {
    const [cluster = 0, group = 0] = parts.get(overlap) ?? [];
    precision += size ** 2 / (clusters.get(cluster) ?? 1);
    recall += size ** 2 / (truths.get(group) ?? 1);
  }
  return rateOf(precision / Math.max(1, records), recall / Math.max(1, records));
}

function exactShare({ clusters, truths, overlaps, parts }: Sizes): number {
  let exact = 0;
  for (const [overlap, size] of overlaps) {
    const [cluster = 0, group = 0] = parts.get(overlap) ?? [];
    if (clusters.get(cluster) === size && truths.get(group) === size) exact++;
  }
  return exact / Math.max(1, truths.size);
}

/** Nothing found is nothing wrong. */
function rate(right: number, found: number, real: number): Rate {
  return rateOf(found === 0 ? 1 : right / found, real === 0 ? 1 : right / real);
}

function rateOf(precision: number, recall: number): Rate {
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}
