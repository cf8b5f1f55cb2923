import type { Transaction } from 'kysely';
import { writeTogether, type Write } from '../../kit/write-together.ts';
import { sourceText, type PlacedRecord } from '../model.ts';
import { readRecords } from '../recording/read-records.ts';
import type { CustomerTables } from '../tables.ts';
import { NOTHING_AT_HAND, type AtHand } from './at-hand.ts';
import {
  findCandidates,
  findLaterCandidates,
  type Candidates,
  type KeyChange,
  type Sharing,
} from './find-candidates.ts';
import type { KnownPairs } from './find-component.ts';
import type { Judge, Linker } from './linker.ts';
import {
  pairsOf,
  pairText,
  compareJudgements,
  type ComparedPairs,
  type MatchPair,
  type NewJudgement,
} from './match-pairs.ts';

interface JudgeOptions {
  readonly linker: Linker;
  readonly now: Date;
}

/** A record that changed; one that is not `known` is in no pair yet. */
export type ChangedRecord = PlacedRecord & { readonly known: boolean };

/** What judging came to, with all that was read for it: linking needs most of it again. */
export interface JudgedPairs {
  /** Everybody whom it may concern: judged, or connected with somebody judged before. */
  readonly concerned: ReadonlySet<string>;
  readonly records: readonly PlacedRecord[];
  /** Who judged them, and can part them into customers. */
  readonly judge: Judge;
  readonly known: KnownPairs;
  /** What keeps it. */
  readonly writes: readonly Write[];
}

/** Records that changed, their keys, and who has which key before anything of it is written. */
export interface Changes {
  readonly records: readonly ChangedRecord[];
  readonly keys: readonly KeyChange[];
  readonly sharing: Sharing;
}

/** Judges the pairs of changed records anew. Their new keys need not be written yet. */
export async function judgePairs(
  transaction: Transaction<CustomerTables>,
  { records: changed, keys, sharing }: Changes,
  atHand: AtHand,
  options: JudgeOptions,
): Promise<JudgedPairs> {
  const candidates = await findCandidates(transaction, keys, sharing);
  const places = [...candidates.judged];
  const fresh = new Set(changed.filter(({ known }) => !known).map(sourceText));
  const paired = places.filter((place) => !fresh.has(place));
  const isPaired = new Set(paired);
  const read = await pairsOf(transaction, paired, atHand);
  const before = byText(
    read.filter((pair) => Object.values(sides(pair)).some((place) => isPaired.has(place))),
  );
  const known = [...atHand.records, ...changed];
  const records = await readRecords(transaction, [...candidates.places.values()], known);
  const judge = options.linker.judge(records);
  const { pairs, writes } = judgeAll({ candidates, before, judge }, options);
  const connected = [...before.values()].flatMap((pair) => Object.values(sides(pair)));
  const concerned = new Set([...places, ...connected]);
  return { concerned, records, judge, writes, known: { places: candidates.judged, pairs, fresh } };
}

/**
 * Judges the pairs anew in which one of these records is the left one. Returns the places of both records of
 * each pair that is not as it was.
 */
export async function judgeLeftPairs(
  transaction: Transaction<CustomerTables>,
  lefts: readonly PlacedRecord[],
  options: JudgeOptions,
): Promise<readonly string[]> {
  const places = lefts.map(sourceText);
  const candidates = await findLaterCandidates(transaction, places);
  const isLeft = new Set(places);
  const known = await pairsOf(transaction, places, NOTHING_AT_HAND);
  const before = byText(known.filter((pair) => isLeft.has(pair.left_place)));
  const records = await readRecords(transaction, [...candidates.places.values()], lefts);
  const judge = options.linker.judge(records);
  const { changed, writes } = judgeAll({ candidates, before, judge }, options);
  await writeTogether(transaction, writes);
  return changed.flatMap(({ left, right }) => [left, right]);
}

interface Judged {
  readonly candidates: Candidates;
  /** By `pairText`. */
  readonly before: ReadonlyMap<string, MatchPair>;
  readonly judge: Judge;
}

function judgeAll(
  { candidates, before, judge }: Judged,
  { linker, now }: JudgeOptions,
): ComparedPairs {
  const judgements = new Map<string, NewJudgement>();
  for (const place of candidates.judged) {
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
  return compareJudgements([...judgements.values()], before, judging);
}

function byText(pairs: readonly MatchPair[]): ReadonlyMap<string, MatchPair> {
  return new Map(pairs.map((pair) => [pairText(sides(pair)), pair]));
}

function sides(pair: MatchPair): { readonly left: string; readonly right: string } {
  return { left: pair.left_place, right: pair.right_place };
}
