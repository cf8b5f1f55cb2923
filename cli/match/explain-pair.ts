import { PairComparer } from '../../subgraphs/customers/matching/compare/pair-comparer.ts';
import { explainScore } from '../../subgraphs/customers/matching/explain/explain-score.ts';
import { PairScorer } from '../../subgraphs/customers/matching/weigh/pair-scorer.ts';
import type { MatchRun } from './match-files.ts';

/** What speaks for and against two records, by ids with a comma between. Throws an Error for unknown ones. */
export function explainPair({ table, ids, result }: MatchRun, pair: string): string {
  const [left, right] = pair.split(',').map((id) => ids.indexOf(id.trim()));
  if (left === undefined || right === undefined || left === -1 || right === -1) {
    throw new Error(`--explain must name two records by their ids, but got: ${pair}`);
  }
  const { model } = result.training;
  const comparer = new PairComparer(table.columns);
  const scorer = new PairScorer(table.columns, comparer, model);
  const { weight, probability, steps } = explainScore({ model, comparer, scorer }, left, right);
  const lines = steps.map(({ words, bits }) => `${bits.toFixed(3).padStart(9)}  ${words}`);
  const sum = `${weight.toFixed(3).padStart(9)}  together: probability ${probability.toFixed(6)}`;
  return [...lines, sum].join('\n');
}
