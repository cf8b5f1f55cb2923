import type { RuleBlocks } from '../block/candidate-pairs.ts';
import { chooseRules, type ChosenRules } from '../block/choose-rules.ts';
import type { PairComparer } from '../compare/pair-comparer.ts';
import { sameLevel } from '../roles.ts';
import { SeededRandom } from '../values/random.ts';
import { expectedAgreement } from '../weigh/expected-agreement.ts';
import { matchProbabilities, maximiseExpectation } from '../weigh/expectation-maximisation.ts';
import { evidenceBits, makeModel, type MatchModel } from '../weigh/model.ts';
import { findOverlaps } from '../weigh/overlaps.ts';
import { PairScorer } from '../weigh/pair-scorer.ts';
import { MOST_FIELDS, patternsOf } from '../weigh/patterns.ts';
import { randomAgreement } from '../weigh/random-agreement.ts';
import { countPatterns } from './count-patterns.ts';
import type { JobThreads } from './job-threads.ts';
import { MATCHING } from './settings.ts';
import { inOrder } from './share.ts';
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

/** With what a model is trained. `comparer`: one of the table's columns. */
export interface TrainingMeans {
  readonly threads: JobThreads;
  readonly comparer: PairComparer;
  readonly clock: StageClock;
}

/** Patterns of this many pairs tell the weights well enough. */
const PATTERN_PAIRS = 250_000;

/** Chooses the blocking rules and estimates the weights. The same records in the same order: the same answer. */
export async function trainModel(
  table: MatchTable,
  { threads, comparer, clock }: TrainingMeans,
): Promise<Training> {
  const { columns, records } = table;
  if (columns.length > MOST_FIELDS) {
    throw new Error(`At most ${MOST_FIELDS} fields can be compared, but got: ${columns.length}.`);
  }
  const random = randomAgreement(columns, comparer, new SeededRandom(MATCHING.seed));
  const expected = expectedAgreement(columns.map(({ kind }) => kind));
  const guess = { m: expected, u: random, prior: 1 / Math.max(2, records), overlaps: [] };
  const pilot = new PairScorer(columns, comparer, makeModel('pilot', columns, guess));
  clock.start('block');
  const chosen = await chooseRules(table.atoms, pilot, threads, { ...MATCHING, records });
  const limits = { records, mostInBlock: MATCHING.mostInBlock };
  const blocks = inOrder(await threads.run('makeBlocks', { rules: chosen.rules, limits }));
  clock.start('learn weights');
  const pairs = (records * (records - 1)) / 2;
  const order = { blocks, columns, standsFor: samplingOf(blocks) };
  const { standsFor } = order;
  const counted = await threads.run('countPatterns', order, (share) =>
    countPatterns(order, share, comparer),
  );
  const patterns = patternsOf(counted, columns.length);
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

/** One of so many candidate pairs tells the weights well enough. */
function samplingOf(blocks: readonly RuleBlocks[]): number {
  const most = blocks.reduce((sum, { starts }) => sum + pairsIn(starts), 0);
  return Math.max(1, Math.floor(most / PATTERN_PAIRS));
}

function pairsIn(starts: Int32Array): number {
  let pairs = 0;
  for (let block = 0; block + 1 < starts.length; block++) {
    const size = (starts[block + 1] ?? 0) - (starts[block] ?? 0);
    pairs += (size * (size - 1)) / 2;
  }
  return pairs;
}
