import { blocksOfRule, forEachCandidate, type RuleBlocks } from '../block/candidate-pairs.ts';
import { chooseRules, type ChosenRules } from '../block/choose-rules.ts';
import type { PairComparer } from '../compare/pair-comparer.ts';
import { sameLevel } from '../roles.ts';
import { mixPair, SeededRandom } from '../values/random.ts';
import { expectedAgreement } from '../weigh/expected-agreement.ts';
import { matchProbabilities, maximiseExpectation } from '../weigh/expectation-maximisation.ts';
import { evidenceBits, makeModel, type MatchModel } from '../weigh/model.ts';
import { findOverlaps } from '../weigh/overlaps.ts';
import { PairScorer } from '../weigh/pair-scorer.ts';
import { MOST_FIELDS, PatternCounter, type Patterns } from '../weigh/patterns.ts';
import { randomAgreement } from '../weigh/random-agreement.ts';
import { MATCHING } from './settings.ts';
import type { StageClock } from './stage-clock.ts';
import type { MatchTable } from './table-builder.ts';

/** What was learnt from the records themselves, without any labels. */
export interface Training {
  readonly model: MatchModel;
  readonly chosen: ChosenRules;
  readonly blocks: readonly RuleBlocks[];
  /** Estimated number of pairs that are one person. */
  readonly expectedMatches: number;
  readonly rounds: number;
}

/** Patterns of this many pairs tell the weights well enough. */
const PATTERN_PAIRS = 250_000;

/** Chooses the blocking rules and estimates the weights. The same records in the same order: the same answer. */
export function trainModel(table: MatchTable, comparer: PairComparer, clock: StageClock): Training {
  const { columns, records } = table;
  if (columns.length > MOST_FIELDS) {
    throw new Error(`At most ${MOST_FIELDS} fields can be compared, but got: ${columns.length}.`);
  }
  const random = randomAgreement(columns, comparer, new SeededRandom(MATCHING.seed));
  const expected = expectedAgreement(columns.map(({ kind }) => kind));
  const guess = { m: expected, u: random, prior: 1 / Math.max(2, records), overlaps: [] };
  const pilot = new PairScorer(columns, comparer, makeModel('pilot', columns, guess));
  clock.start('block');
  const chosen = chooseRules(table.atoms, pilot, { ...MATCHING, records });
  const blocks = chosen.rules.map((rule) => blocksOfRule(rule, records, MATCHING.mostInBlock));
  clock.start('learn weights');
  const pairs = (records * (records - 1)) / 2;
  const { patterns, standsFor } = samplePatterns(blocks, comparer, columns.length);
  const estimate = maximiseExpectation(patterns, { random, expected, standsFor, pairs });
  const { m, prior } = estimate;
  const overlaps = findOverlaps(patterns, {
    probabilities: matchProbabilities(patterns, { random, m, prior }),
    same: columns.map(({ kind }) => sameLevel(kind)),
    weights: m.map((share, place) => evidenceBits({ m: share, u: random[place] ?? 1 })),
    ...{ random, standsFor, pairs },
  });
  const model = makeModel('trained', columns, { m, u: random, prior, overlaps });
  const expectedMatches = prior * pairs;
  return { model, chosen, blocks, expectedMatches, rounds: estimate.rounds };
}

/** Counts patterns of a sample of the candidate pairs, the same one whoever asks. */
function samplePatterns(
  blocks: readonly RuleBlocks[],
  comparer: PairComparer,
  fields: number,
): { readonly patterns: Patterns; readonly standsFor: number } {
  const most = blocks.reduce((sum, { starts }) => sum + pairsIn(starts), 0);
  const standsFor = Math.max(1, Math.floor(most / PATTERN_PAIRS));
  const counter = new PatternCounter(fields);
  forEachCandidate(blocks, { part: 0, parts: 1 }, (left, right) => {
    if (standsFor > 1 && mixPair(left, right) % standsFor !== 0) return;
    let pattern = 0;
    for (let field = 0; field < fields; field++) {
      pattern = pattern * 8 + comparer.levelOf(field, left, right);
    }
    counter.add(pattern);
  });
  return { patterns: counter.patterns(), standsFor };
}

function pairsIn(starts: Int32Array): number {
  let pairs = 0;
  for (let block = 0; block + 1 < starts.length; block++) {
    const size = (starts[block + 1] ?? 0) - (starts[block] ?? 0);
    pairs += (size * (size - 1)) / 2;
  }
  return pairs;
}
