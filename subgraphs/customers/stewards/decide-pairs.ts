import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { eventWrites } from '../../kit/outbox.ts';
import { MATCH_EDGE, MATCH_PAIR, type MatchPair } from '../linking/match-pairs.ts';
import { sourceText, type SourceKey } from '../model.ts';
import { writeTogether } from '../../kit/write-together.ts';
import { writeRows } from '../recording/bulk-rows.ts';
import { lockRecording } from '../recording/lock-recording.ts';
import { relink } from '../recording/relink.ts';
import { SCHEMA, type CustomerTables, type EdgeKind } from '../tables.ts';
import type { Linkers } from './match-models.ts';

/** What a steward can say of two records. `released` takes back what a steward said before. */
export type Verdict = 'must-link' | 'cannot-link' | 'deferred' | 'released';

export interface PairVerdict {
  readonly left: SourceKey;
  readonly right: SourceKey;
  readonly verdict: Verdict;
}

export interface Verdicts {
  readonly actor: string;
  readonly reason: string;
  /** Until when a deferred pair is out of the queue. */
  readonly deferredUntil: Date | null;
  readonly now: Date;
}

/**
 * Keeps what a steward decided and links everybody concerned afresh: one transaction with the events. It holds
 * for ever, whatever evidence comes later, until a steward decides otherwise.
 */
export async function decidePairs(
  transaction: Transaction<CustomerTables>,
  pairs: readonly PairVerdict[],
  verdicts: Verdicts,
  linkers: Linkers,
): Promise<void> {
  if (pairs.length === 0) return;
  await lockRecording(transaction);
  const sorted = pairs.map(({ left, right, verdict }) => {
    const [first = '', second = ''] = [sourceText(left), sourceText(right)].sort();
    return { left: first, right: second, verdict };
  });
  const known = await readPairs(transaction, sorted);
  const rows = sorted.map((pair) => pairRow(pair, known, verdicts));
  await writeRows(transaction, MATCH_PAIR, rows);
  await writeRows(
    transaction,
    MATCH_EDGE,
    sorted.map((pair) => edgeRow(pair, verdicts)),
  );
  const seeds = new Set(sorted.flatMap(({ left, right }) => [left, right]));
  const linker = await linkers.inUse(transaction);
  const { events, writes } = await relink(transaction, seeds, {
    linker,
    now: verdicts.now,
    taken: [],
  });
  await writeTogether(transaction, [...writes, ...eventWrites(SCHEMA, events)]);
}

interface SortedVerdict {
  readonly left: string;
  readonly right: string;
  readonly verdict: Verdict;
}

async function readPairs(
  transaction: Transaction<CustomerTables>,
  pairs: readonly SortedVerdict[],
): Promise<ReadonlyMap<string, MatchPair>> {
  const lefts = pairs.map(({ left }) => left);
  const rights = pairs.map(({ right }) => right);
  const { rows } = await sql<MatchPair>`
    select p.* from unnest(${lefts}::text[], ${rights}::text[]) as given(l, r)
    join ${sql.id(SCHEMA, 'match_pair')} p
      on p.left_place = given.l collate "C" and p.right_place = given.r collate "C"`.execute(
    transaction,
  );
  return new Map(rows.map((row) => [`${row.left_place} ${row.right_place}`, row]));
}

function pairRow(
  { left, right, verdict }: SortedVerdict,
  known: ReadonlyMap<string, MatchPair>,
  { actor, deferredUntil, now }: Verdicts,
): MatchPair {
  const pair = known.get(`${left} ${right}`) ?? unjudgedPair(left, right);
  const isReleased = verdict === 'released';
  return {
    ...pair,
    decision: isReleased ? null : verdict,
    decided_by: isReleased ? null : actor,
    decided_at: isReleased ? null : now,
    deferred_until: verdict === 'deferred' ? deferredUntil : null,
  };
}

/** Two records that nothing but the steward's word connects. */
function unjudgedPair(left: string, right: string): MatchPair {
  return {
    id: uuidv7(),
    ...{ left_place: left, right_place: right, weight: null, is_link: false },
    ...{ veto_kind: null, reason: '', model_version: null },
    ...{ decision: null, decided_by: null, decided_at: null, deferred_until: null },
  };
}

function edgeRow(
  { left, right, verdict }: SortedVerdict,
  { actor, reason, now }: Verdicts,
): CustomerTables['match_edge'] {
  const kind: EdgeKind = verdict;
  return {
    ...{ left_place: left, right_place: right, kind, weight: null, reason },
    ...{ model_version: null, actor, at: now },
  };
}
