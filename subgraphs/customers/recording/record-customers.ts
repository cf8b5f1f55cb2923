import type { Transaction } from 'kysely';
import { eventWrites } from '../../kit/outbox.ts';
import type { Clock } from '../../kit/clock.ts';
import { judgePairs } from '../linking/judge-pairs.ts';
import type { Linker } from '../linking/linker.ts';
import { sourceText, type Fault } from '../model.ts';
import { standardiseRecord } from '../standardise/standardise-record.ts';
import type { CustomerTables } from '../tables.ts';
import { writeTogether } from './bulk-rows.ts';
import { chooseLatest } from './choose-latest.ts';
import type { ChooseLinker } from '../stewards/match-models.ts';
import { lockRecording } from './lock-recording.ts';
import { readSubmission, type ReadSubmission, type Submission } from './read-submission.ts';
import { relink } from './relink.ts';
import {
  findKnown,
  replaceLinkKeys,
  sourceRecordWrites,
  type TakenRecord,
} from './source-records.ts';

/** What became of one submission. */
export interface SubmissionResult {
  readonly localId: string;
  readonly outcome: 'ACCEPTED' | 'UNCHANGED' | 'REJECTED';
  readonly customerId: string | null;
  /** Why it was rejected, or which values were kept raw. */
  readonly faults: readonly Fault[];
}

type Known = Awaited<ReturnType<typeof findKnown>>;

/**
 * Takes records, links them, and tells of it in events: one transaction, so all of it or nothing. Answers row
 * by row in the order given.
 */
export async function recordCustomers(
  transaction: Transaction<CustomerTables>,
  submissions: readonly Submission[],
  { chooseLinker, clock }: { readonly chooseLinker: ChooseLinker; readonly clock: Clock },
): Promise<readonly SubmissionResult[]> {
  await lockRecording(transaction);
  const linker = await chooseLinker(transaction);
  // Asked only now: consumers order links by their times, and those made while we waited come before ours.
  const now = clock();
  const read = submissions.map(readSubmission);
  const known = await findKnown(transaction, read.filter(isUsable));
  const taken = takeRecords(read, known, now);
  const linked = await store(transaction, [...taken.values()], { linker, now });
  return read.map((submission) => {
    if (submission.kind === 'unusable') {
      const { localId, faults } = submission;
      return { localId, outcome: 'REJECTED', customerId: null, faults };
    }
    const place = sourceText(submission);
    const customerId = linked.get(place) ?? known.get(place)?.customerId ?? null;
    const record = taken.get(place);
    return record?.raw === submission.raw
      ? { localId: submission.localId, outcome: 'ACCEPTED', customerId, faults: record.faults }
      : { localId: submission.localId, outcome: 'UNCHANGED', customerId, faults: [] };
  });
}

function takeRecords(
  submissions: readonly ReadSubmission[],
  known: Known,
  now: Date,
): ReadonlyMap<string, TakenRecord> {
  const taken = new Map<string, TakenRecord>();
  for (const [place, submission] of chooseLatest(submissions, known)) {
    const { division, localId, version, raw } = submission;
    const { record, faults } = standardiseRecord(submission.record, now);
    taken.set(place, { division, localId, version, raw, record, faults, known: known.has(place) });
  }
  return taken;
}

/** Writes the records and links them; returns customer ids by `sourceText`. */
async function store(
  transaction: Transaction<CustomerTables>,
  taken: readonly TakenRecord[],
  { linker, now }: { readonly linker: Linker; readonly now: Date },
): Promise<ReadonlyMap<string, string>> {
  if (taken.length === 0) return new Map();
  const keys = await replaceLinkKeys(transaction, taken, (record) => linker.keysOf(record));
  const judged = await judgePairs(transaction, taken, keys.changes, { linker, now });
  const linked = await relink(transaction, judged.concerned, { linker, now, taken, ...judged });
  await writeTogether(transaction, [
    ...sourceRecordWrites(taken, now),
    ...keys.writes,
    ...judged.writes,
    ...linked.writes,
    ...eventWrites(transaction, linked.events),
  ]);
  return linked.customerIds;
}

function isUsable(
  submission: ReadSubmission,
): submission is Extract<ReadSubmission, { readonly kind: 'usable' }> {
  return submission.kind === 'usable';
}
