import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import type { Write } from '../../kit/write-together.ts';
import { writesOf } from '../recording/bulk-rows.ts';
import { SCHEMA, type CustomerTables, type EdgeKind } from '../tables.ts';
import type { AtHand } from './at-hand.ts';
import type { Judgement, KnownPair } from './linker.ts';

/** How two records stand with each other; places sorted. */
export type MatchPair = CustomerTables['match_pair'];

/** What a new look at two records says; null for nothing that is worth a thought. */
export interface NewJudgement {
  readonly left: string;
  readonly right: string;
  readonly judgement: Judgement | null;
}

export interface ComparedPairs {
  /** The judgements that are news. */
  readonly changed: readonly NewJudgement[];
  /** What is to be written of them. */
  readonly writes: readonly Write[];
  /** Those of before and those that were judged, as they stand now. */
  readonly pairs: readonly MatchPair[];
}

/** Who says so, by which version, and when. */
export interface Judging {
  readonly modelVersion: string;
  readonly now: Date;
}

/** Every pair that one of these places is in, once or more; of what is at hand also others. */
export async function pairsOf(
  transaction: Transaction<CustomerTables>,
  places: readonly string[],
  atHand: Pick<AtHand, 'places' | 'pairs'>,
): Promise<readonly MatchPair[]> {
  const missing = places.filter((place) => !atHand.places.has(place));
  if (missing.length === 0) return atHand.pairs;
  const rows = await READ_PAIRS.execute(transaction, [missing]);
  return [...atHand.pairs, ...rows];
}

/** Times as texts. */
export type PairJson = {
  readonly [Name in keyof MatchPair]: Date extends MatchPair[Name]
    ? Exclude<MatchPair[Name], Date> | string
    : MatchPair[Name];
};

export function pairOfJson(json: PairJson): MatchPair {
  const { decided_at: decidedAt, deferred_until: deferredUntil } = json;
  return { ...json, decided_at: timeOf(decidedAt), deferred_until: timeOf(deferredUntil) };
}

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** Whether a pair connects its two records: decided so, or heavy enough and not decided otherwise. */
export function connects({ decision, is_link: isLink }: MatchPair): boolean {
  return decision === 'must-link' || (isLink && decision !== 'cannot-link');
}

export function knownPair(pair: MatchPair): KnownPair {
  const { left_place: left, right_place: right, weight, is_link: isLink, decision } = pair;
  return { left, right, weight, isLink, decision: decision === 'deferred' ? null : decision };
}

/**
 * What changes in the light of new judgements: an edge for each change, and how the pair stands now. Pairs that
 * say the same as before are left alone.
 */
export function compareJudgements(
  judgements: readonly NewJudgement[],
  before: ReadonlyMap<string, MatchPair>,
  judging: Judging,
): ComparedPairs {
  const changed = judgements.filter((one) => isNews(one, before.get(pairText(one)), judging));
  const gone = changed.filter(
    (one) => one.judgement === null && (before.get(pairText(one))?.decision ?? null) === null,
  );
  const kept = changed.filter((one) => !gone.includes(one));
  const rows = kept.map((one) => pairRow(one, before.get(pairText(one)), judging));
  const edges = changed.map((one) => edgeRow(one, judging));
  const pairs = new Map(before);
  for (const one of gone) pairs.delete(pairText(one));
  for (const row of rows)
    pairs.set(pairText({ left: row.left_place, right: row.right_place }), row);
  const writes = [
    ...deletionOfPairs(gone),
    ...writesOf(MATCH_PAIR, rows),
    ...writesOf(MATCH_EDGE, edges),
  ];
  return { changed, writes, pairs: [...pairs.values()] };
}

/** One text for the two places of a pair. */
export function pairText({
  left,
  right,
}: {
  readonly left: string;
  readonly right: string;
}): string {
  return `${left}\u0002${right}`;
}

function isNews(
  { judgement }: NewJudgement,
  before: MatchPair | undefined,
  { modelVersion }: Judging,
): boolean {
  if (judgement === null) return before !== undefined && before.weight !== null;
  return (
    before?.weight !== judgement.weight ||
    before.is_link !== judgement.isLink ||
    before.reason !== judgement.reason ||
    before.model_version !== modelVersion
  );
}

function pairRow(
  { left, right, judgement }: NewJudgement,
  before: MatchPair | undefined,
  { modelVersion }: Judging,
): MatchPair {
  const evidence = judgement === null ? NO_EVIDENCE : evidenceOf(judgement, modelVersion);
  const { id, decision, decided_by, decided_at, deferred_until } = before ?? undecidedPair();
  return {
    ...{ id, left_place: left, right_place: right },
    ...evidence,
    ...{ decision, decided_by, decided_at, deferred_until },
  };
}

function evidenceOf({ weight, isLink, vetoKind, reason }: Judgement, modelVersion: string) {
  return { weight, is_link: isLink, veto_kind: vetoKind, reason, model_version: modelVersion };
}

const NO_EVIDENCE = Object.freeze({
  weight: null,
  is_link: false,
  veto_kind: null,
  reason: '',
  model_version: null,
});

function undecidedPair() {
  return { id: uuidv7(), decision: null, decided_by: null, decided_at: null, deferred_until: null };
}

function edgeRow(
  { left, right, judgement }: NewJudgement,
  { modelVersion, now }: Judging,
): CustomerTables['match_edge'] {
  const kind: EdgeKind = judgement === null ? 'withdrawn' : 'evidence';
  return {
    left_place: left,
    right_place: right,
    kind,
    weight: judgement?.weight ?? null,
    reason: judgement?.reason ?? 'nothing speaks for it any more',
    model_version: modelVersion,
    actor: null,
    at: now,
  };
}

function deletionOfPairs(pairs: readonly NewJudgement[]): readonly Write[] {
  if (pairs.length === 0) return [];
  const lefts = pairs.map(({ left }) => left);
  const rights = pairs.map(({ right }) => right);
  const text = `
    delete from ${PAIRS} where ctid = any(array(
      select p.ctid from unnest($1::text[], $2::text[]) as given(l, r)
      cross join lateral (select p.ctid from ${PAIRS} p
        where p.left_place = given.l and p.right_place = given.r offset 0) p))`;
  return [{ text, parameters: [lefts, rights] }];
}

const PAIRS = `${SCHEMA}.match_pair`;

export const MATCH_PAIR = {
  name: 'match_pair',
  columns: {
    id: 'uuid',
    left_place: 'text',
    right_place: 'text',
    weight: 'double precision',
    is_link: 'boolean',
    veto_kind: 'text',
    reason: 'text',
    model_version: 'text',
    decision: 'text',
    decided_by: 'text',
    decided_at: 'timestamptz',
    deferred_until: 'timestamptz',
  },
  replaces: ['left_place', 'right_place'],
} as const;

export const MATCH_EDGE = {
  name: 'match_edge',
  columns: {
    left_place: 'text',
    right_place: 'text',
    kind: 'text',
    weight: 'double precision',
    reason: 'text',
    model_version: 'text',
    actor: 'text',
    at: 'timestamptz',
  },
} as const;

/** In the order of the table. */
export const PAIR_COLUMNS = Object.keys(MATCH_PAIR.columns);

const READ_PAIRS = new PreparedStatement<MatchPair>(
  `select ${PAIR_COLUMNS.join(', ')} from ${PAIRS} where left_place = any($1::text[] collate "C")
   union all
   select ${PAIR_COLUMNS.join(', ')} from ${PAIRS} where right_place = any($1::text[] collate "C")`,
  'reads',
);
