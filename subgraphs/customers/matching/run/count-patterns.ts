import { forEachCandidate, type RuleBlocks } from '../block/candidate-pairs.ts';
import { PairComparer } from '../compare/pair-comparer.ts';
import type { Column } from '../values/column.ts';
import { isOneOf, mixPair } from '../values/random.ts';
import type { PatternCounts } from '../weigh/patterns.ts';
import type { Share } from './share.ts';

export interface PatternOrder {
  readonly blocks: readonly RuleBlocks[];
  readonly columns: readonly Column[];
  /** One of so many candidate pairs is counted, the same ones whoever asks. */
  readonly standsFor: number;
}

/** Counts the patterns of one share of the candidate pairs. */
export function countPatterns(
  { blocks, columns, standsFor }: PatternOrder,
  share: Share,
  comparer = new PairComparer(columns),
): PatternCounts {
  const counts = new Map<number, number>();
  forEachCandidate(blocks, share, (left, right) => {
    if (standsFor > 1 && !isOneOf(mixPair(left, right), standsFor)) return;
    let pattern = 0;
    for (let field = 0; field < columns.length; field++) {
      pattern = pattern * 8 + comparer.levelOf(field, left, right);
    }
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  });
  return counts;
}
