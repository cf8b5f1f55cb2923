import { MOST_LEVELS } from '../roles.ts';
import type { LevelTable } from './level-counts.ts';
import type { Patterns } from './patterns.ts';

/** Two fields that often agree together without being one person: a postal code and its town, say. */
export interface Overlap {
  /** Their numbers; the first is the smaller one. */
  readonly fields: readonly [number, number];
  /** What is taken off when both are the same, so that it is not counted twice. Above 0. */
  readonly bits: number;
}

interface Agreement {
  /** Probability of being one person, a pattern. */
  readonly probabilities: Float64Array;
  /** The best level of each field. */
  readonly same: readonly number[];
  /** log2(m/u) by level. */
  readonly weights: LevelTable;
  readonly random: LevelTable;
  /** How many pairs a counted one stands for. */
  readonly standsFor: number;
  readonly pairs: number;
}

const LEAST_BITS = 0.5;

/**
 * Finds for each field the one before it with which it overlaps most. Pairs of different people that agree in
 * both are compared with what chance alone would make of the two; what is beyond was counted twice.
 */
export function findOverlaps(patterns: Patterns, agreement: Agreement): readonly Overlap[] {
  const found: Overlap[] = [];
  for (let field = 1; field < patterns.fields; field++) {
    let best: Overlap | null = null;
    for (let before = 0; before < field; before++) {
      const bits = overlapOf(patterns, agreement, [before, field]);
      if (bits > (best?.bits ?? LEAST_BITS)) best = { fields: [before, field], bits };
    }
    if (best !== null) found.push(best);
  }
  return found;
}

function overlapOf(
  patterns: Patterns,
  agreement: Agreement,
  fields: readonly [number, number],
): number {
  const { random, weights, same, standsFor, pairs } = agreement;
  const places = fields.map((field) => field * MOST_LEVELS + (same[field] ?? 0));
  const [alone = 0, other = 0] = places.map((place) => random[place] ?? 0);
  const [weight = 0, otherWeight = 0] = places.map((place) => weights[place] ?? 0);
  const { matches, others, agreeing } = countBoth(patterns, agreement, fields);
  const liftOfOthers = (others.both * standsFor) / pairs / (alone * other);
  const [first = 0, second = 0] = agreeing.map((count) => count / Math.max(1, matches.known));
  const liftOfMatches = matches.both / Math.max(1, matches.known) / Math.max(1e-9, first * second);
  const bits = Math.log2(Math.max(1, liftOfOthers)) - Math.log2(Math.max(1, liftOfMatches));
  // Agreeing in one more field never makes a pair lighter.
  return Math.min(bits, weight, otherWeight);
}

/** Sums over the patterns in which both fields are known. */
function countBoth(
  { levels, counts, fields: width }: Patterns,
  { probabilities, same }: Agreement,
  [before, field]: readonly [number, number],
) {
  const matches = { known: 0, both: 0 };
  const others = { both: 0 };
  const agreeing: [number, number] = [0, 0];
  counts.forEach((count, pattern) => {
    const one = levels[pattern * width + before] ?? 0;
    const two = levels[pattern * width + field] ?? 0;
    if (one === 0 || two === 0) return;
    const match = count * (probabilities[pattern] ?? 0);
    const isSame = [one === same[before], two === same[field]] as const;
    matches.known += match;
    if (isSame[0]) agreeing[0] += match;
    if (isSame[1]) agreeing[1] += match;
    if (!isSame[0] || !isSame[1]) return;
    matches.both += match;
    others.both += count - match;
  });
  return { matches, others, agreeing };
}
