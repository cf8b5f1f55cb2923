import { clusterLinks, type Links } from '../cluster/cluster-links.ts';
import { oneOfEach } from '../cluster/one-of-each.ts';
import { PairComparer } from '../compare/pair-comparer.ts';
import { placesOf } from '../values/places-of.ts';
import { intAt } from '../values/read-array.ts';
import { PairScorer } from '../weigh/pair-scorer.ts';
import { MATCHING } from './settings.ts';
import type { JobThreads } from './job-threads.ts';
import { joinScored, scoreShare, type ScoredPairs } from './score-share.ts';
import type { StageClock } from './stage-clock.ts';
import type { MatchTable } from './table-builder.ts';
import { trainModel, type Training } from './train-model.ts';

/** What matching a table of records came to. */
export interface MatchResult {
  readonly training: Training;
  readonly scored: ScoredPairs;
  /** Pairs that were linked: heavy enough, and in one cluster. */
  readonly links: Links;
  /** Pairs that a steward should look at: too light to link, or kept apart by the others of their clusters. */
  readonly review: Links;
  /** Record -> the smallest record of its cluster. */
  readonly clusters: Int32Array;
  /** Files, by number, of which at most one record is in each cluster. */
  readonly cleanFiles: readonly number[];
}

/**
 * Matches all records of a table. `files`: the number of the file that each record is from, when there is more
 * than one; a file that turns out to have no duplicates has at most one record in each cluster.
 */
export async function matchTable(
  table: MatchTable,
  threads: JobThreads,
  { clock, files }: { readonly clock: StageClock; readonly files: Uint8Array | null },
): Promise<MatchResult> {
  const { columns, records } = table;
  clock.start('measure chance');
  const comparer = new PairComparer(columns);
  const training = await trainModel(table, { threads, comparer, clock });
  const { model, blocks } = training;
  clock.start('score');
  const order = { columns, blocks, model, least: MATCHING.review };
  const scored = joinScored(
    await threads.run('score', order, (share) => scoreShare(order, share, comparer)),
  );
  clock.start('cluster');
  const cleanFiles = files === null ? [] : cleanFilesOf(scored, files);
  const scorer = new PairScorer(columns, comparer, model);
  const clusters = clusterLinks(
    only(scored, (pair) => (scored.weights[pair] ?? 0) >= MATCHING.autoLink),
    {
      records,
      least: MATCHING.joinClusters,
      priorWeight: model.priorWeight,
      weightOf: (left, right) => scorer.weightOf(left, right),
      ...(files === null ? {} : { mayJoin: oneOfEach(files, cleanFiles) }),
    },
  );
  const isTogether = (pair: number) =>
    clusters[scored.lefts[pair] ?? 0] === clusters[scored.rights[pair] ?? 0];
  const isLink = (pair: number) =>
    isTogether(pair) && (scored.weights[pair] ?? 0) >= MATCHING.autoLink;
  const links = only(scored, isLink);
  const review = only(scored, (pair) => !isTogether(pair));
  clock.stop();
  return { training, scored, links, review, clusters, cleanFiles };
}

function only({ lefts, rights, weights }: Links, isWanted: (pair: number) => boolean): Links {
  const pairs = placesOf(lefts.length, isWanted);
  return {
    lefts: pairs.map((pair) => intAt(lefts, pair)),
    rights: pairs.map((pair) => intAt(rights, pair)),
    weights: new Float64Array(pairs.length).map((_, place) => weights[intAt(pairs, place)] ?? 0),
  };
}

/** Files whose own records hardly link with each other. */
function cleanFilesOf({ lefts, rights, weights }: Links, files: Uint8Array): readonly number[] {
  const sizes = new Map<number, number>();
  for (const file of files) sizes.set(file, (sizes.get(file) ?? 0) + 1);
  const duplicates = new Map<number, Set<number>>(
    [...sizes.keys()].map((file) => [file, new Set()]),
  );
  weights.forEach((weight, pair) => {
    const [left = 0, right = 0] = [lefts[pair], rights[pair]];
    const file = files[left] ?? 0;
    if (weight >= MATCHING.autoLink && file === files[right]) duplicates.get(file)?.add(right);
  });
  return [...sizes]
    .filter(([file, size]) => (duplicates.get(file)?.size ?? 0) < size * MATCHING.cleanFile)
    .map(([file]) => file)
    .sort((a, b) => a - b);
}
