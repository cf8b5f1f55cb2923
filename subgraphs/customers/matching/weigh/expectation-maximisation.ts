import { MOST_LEVELS } from '../roles.ts';
import { type LevelTable } from './level-counts.ts';
import type { Patterns } from './patterns.ts';

/** What is known of the pairs whose patterns were counted. */
export interface Situation {
  /** How often records of different people reach each level (u); stays as it is. */
  readonly random: LevelTable;
  /** Where to begin, and what few observations are held against (m). */
  readonly expected: LevelTable;
  /** For each pair that was counted, how many candidate pairs it stands for. */
  readonly standsFor: number;
  /** All pairs of records, candidates or not. */
  readonly pairs: number;
}

export interface Estimate {
  /** How often records of one person reach each level. */
  readonly m: LevelTable;
  /** The share of matches among all pairs. */
  readonly prior: number;
  readonly rounds: number;
}

const MOST_ROUNDS = 60;
const CLOSE = 1e-4;

/** As many observations as the expectation counts for. */
const EXPECTATION_COUNTS = 20;

/**
 * Estimates m and the prior by expectation-maximisation (Fellegi-Sunter with u known). Pairs that share no key
 * are taken for pairs of different people, which is what blocking supposes: so the prior is that of all pairs.
 */
export function maximiseExpectation(patterns: Patterns, situation: Situation): Estimate {
  let m = situation.expected;
  let prior = 1 / Math.sqrt(situation.pairs + 1);
  let rounds = 0;
  for (let change = 1; change > CLOSE && rounds < MOST_ROUNDS; rounds++) {
    const probabilities = matchProbabilities(patterns, { ...situation, m, prior });
    const next = agreementOfMatches(patterns, probabilities, situation.expected);
    let matches = 0;
    patterns.counts.forEach((count, index) => (matches += count * (probabilities[index] ?? 0)));
    const share = (matches * situation.standsFor) / Math.max(1, situation.pairs);
    change = largestChange(m, next) + Math.abs(Math.log(Math.max(share, 1e-12) / prior));
    m = next;
    prior = Math.min(0.5, Math.max(share, 1e-12));
  }
  return { m, prior, rounds };
}

interface State {
  readonly random: LevelTable;
  readonly m: LevelTable;
  readonly prior: number;
}

/** The probability of being one person, a pattern. */
export function matchProbabilities(
  { levels, counts, fields }: Patterns,
  { random, m, prior }: State,
): Float64Array {
  const logs = m.map((share, place) => (share === 0 ? 0 : Math.log(share / (random[place] ?? 1))));
  const start = Math.log(prior / (1 - prior));
  return counts.map((_, index) => {
    let odds = start;
    for (let field = 0; field < fields; field++) {
      odds += logs[field * MOST_LEVELS + (levels[index * fields + field] ?? 0)] ?? 0;
    }
    return 1 / (1 + Math.exp(-odds));
  });
}

function agreementOfMatches(
  { levels, counts, fields }: Patterns,
  probabilities: Float64Array,
  expected: LevelTable,
): LevelTable {
  const sums = expected.map((share) => share * EXPECTATION_COUNTS);
  const totals = new Float64Array(fields).fill(EXPECTATION_COUNTS);
  counts.forEach((count, index) => {
    const matches = count * (probabilities[index] ?? 0);
    for (let field = 0; field < fields; field++) {
      const level = levels[index * fields + field] ?? 0;
      if (level === 0) continue;
      const place = field * MOST_LEVELS + level;
      sums[place] = (sums[place] ?? 0) + matches;
      totals[field] = (totals[field] ?? 0) + matches;
    }
  });
  return sums.map((sum, place) => sum / (totals[Math.floor(place / MOST_LEVELS)] ?? 1));
}

function largestChange(before: LevelTable, after: LevelTable): number {
  let largest = 0;
  before.forEach((share, place) => {
    largest = Math.max(largest, Math.abs(share - (after[place] ?? 0)));
  });
  return largest;
}
