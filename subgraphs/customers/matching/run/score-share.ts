import { forEachCandidate, type RuleBlocks } from '../block/candidate-pairs.ts';
import { PairComparer } from '../compare/pair-comparer.ts';
import type { Column } from '../values/column.ts';
import type { MatchModel } from '../weigh/model.ts';
import { PairScorer } from '../weigh/pair-scorer.ts';
import type { Share } from './share.ts';

/** Everything that scoring needs. */
export interface ScoreOrder {
  readonly columns: readonly Column[];
  readonly blocks: readonly RuleBlocks[];
  readonly model: MatchModel;
  /** Pairs of less are not told of. */
  readonly least: number;
}

/** Scored pairs, the record with the smaller number left. */
export interface ScoredPairs {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly weights: Float64Array;
  readonly compared: number;
}

/** Scores one share of the candidate pairs. */
export function scoreShare(
  { columns, blocks, model, least }: ScoreOrder,
  share: Share,
  comparer = new PairComparer(columns),
): ScoredPairs {
  const scorer = new PairScorer(columns, comparer, model);
  const lefts: number[] = [];
  const rights: number[] = [];
  const weights: number[] = [];
  let compared = 0;
  forEachCandidate(blocks, share, (left, right) => {
    compared++;
    const weight = scorer.weightOf(left, right, least);
    if (weight < least) return;
    lefts.push(Math.min(left, right));
    rights.push(Math.max(left, right));
    weights.push(weight);
  });
  return {
    lefts: Int32Array.from(lefts),
    rights: Int32Array.from(rights),
    weights: Float64Array.from(weights),
    compared,
  };
}

/** What several shares came to, one after the other. */
export function joinScored(shares: readonly ScoredPairs[]): ScoredPairs {
  const total = shares.reduce((sum, { lefts }) => sum + lefts.length, 0);
  const lefts = new Int32Array(total);
  const rights = new Int32Array(total);
  const weights = new Float64Array(total);
  let at = 0;
  let compared = 0;
  for (const share of shares) {
    lefts.set(share.lefts, at);
    rights.set(share.rights, at);
    weights.set(share.weights, at);
    at += share.lefts.length;
    compared += share.compared;
  }
  return { lefts, rights, weights, compared };
}
