import type { Kysely, Transaction } from 'kysely';
import { RecordScorer } from '../matching/room/record-scorer.ts';
import type { Explanation } from '../matching/explain/explain-score.ts';
import { sourceOfText } from '../model.ts';
import { readRecords } from '../recording/read-records.ts';
import type { CustomerTables } from '../tables.ts';
import { readModel } from './match-models.ts';
import type { MatchPair } from '../linking/match-pairs.ts';

/** The way from nothing known to the weight of a pair, step by step. Empty for one without evidence. */
export async function explainReview(
  database: Kysely<CustomerTables>,
  pair: MatchPair,
): Promise<Explanation['steps']> {
  if (pair.model_version === null) return [];
  const { model_version: version, left_place: left, right_place: right } = pair;
  const places = [left, right].map(sourceOfText);
  return database.transaction().execute(async (transaction: Transaction<CustomerTables>) => {
    const records = await readRecords(transaction, places, []);
    const scorer = new RecordScorer(records, await readModel(transaction, version));
    return scorer.explain(scorer.numberOf(left), scorer.numberOf(right)).steps;
  });
}
