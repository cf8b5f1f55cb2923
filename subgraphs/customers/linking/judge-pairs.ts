import type { Transaction } from 'kysely';
import type { PlacedRecord } from '../model.ts';
import { readRecords } from '../recording/source-records.ts';
import type { CustomerTables } from '../tables.ts';
import { findCandidates, type KeyChange } from './find-candidates.ts';
import type { Linker } from './linker.ts';
import {
  pairsOf,
  pairText,
  writeJudgements,
  type MatchPair,
  type NewJudgement,
} from './match-pairs.ts';

interface JudgeOptions {
  readonly linker: Linker;
  readonly now: Date;
}

/**
 * Judges the pairs of changed records anew and keeps what is found. Returns the places of everybody whom that
 * may concern: judged, or connected with somebody judged before.
 */
export async function judgePairs(
  transaction: Transaction<CustomerTables>,
  changed: readonly PlacedRecord[],
  changes: readonly KeyChange[],
  { linker, now }: JudgeOptions,
): Promise<ReadonlySet<string>> {
  const candidates = await findCandidates(transaction, changes);
  const judged = [...candidates.judged];
  const before = new Map(
    (await pairsOf(transaction, judged)).map((pair) => [pairText(sides(pair)), pair]),
  );
  const records = await readRecords(transaction, [...candidates.places.values()], changed);
  const judge = linker.judge(records);
  const judgements = new Map<string, NewJudgement>();
  for (const place of judged) {
    for (const other of candidates.of.get(place) ?? []) {
      const [left, right] = place < other ? [place, other] : [other, place];
      const key = pairText({ left, right });
      if (judgements.has(key)) continue;
      judgements.set(key, { left, right, judgement: judge.judge(left, right) });
    }
  }
  // What nobody finds any more is judged, too: there is nothing for it.
  for (const [key, pair] of before) {
    if (!judgements.has(key)) judgements.set(key, { ...sides(pair), judgement: null });
  }
  const judging = { modelVersion: linker.version, now };
  await writeJudgements(transaction, [...judgements.values()], before, judging);
  return new Set([
    ...judged,
    ...[...before.values()].flatMap((pair) => Object.values(sides(pair))),
  ]);
}

function sides(pair: MatchPair): { readonly left: string; readonly right: string } {
  return { left: pair.left_place, right: pair.right_place };
}
