import type { Transaction } from 'kysely';
import { eventWrites } from '../../kit/outbox.ts';
import { writeAtLast } from '../../kit/write-together.ts';
import type { Clock } from '../../kit/clock.ts';
import { judgePairs } from '../linking/judge-pairs.ts';
import type { Linker } from '../linking/linker.ts';
import { sourceText, type Fault } from '../model.ts';
import { standardiseRecord } from '../standardise/standardise-record.ts';
import type { Linkers } from '../stewards/match-models.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { chooseLatest } from './choose-latest.ts';
import { lockRecording } from './lock-recording.ts';
import { readSurroundings, type KnownRecord, type Surroundings } from './read-surroundings.ts';
import {
  isLater,
  readSubmission,
  type ReadSubmission,
  type Submission,
} from './read-submission.ts';
import { relink } from './relink.ts';
import { changeLinkKeys, sourceRecordWrites, type TakenRecord } from './source-records.ts';

/** What became of one submission. */
export interface SubmissionResult {
  readonly localId: string;
  readonly outcome: 'ACCEPTED' | 'UNCHANGED' | 'REJECTED';
  readonly customerId: string | null;
  /** Why it was rejected, or which values were kept raw. */
  readonly faults: readonly Fault[];
}

/** The latest submission of a record, in the company's standards. */
type ReadyRecord = Omit<TakenRecord, 'known'>;

/**
 * Takes records, links them, and tells of it in events: one transaction, so all of it or nothing. It must be the last
 * that the transaction does, since what is written is sent with its end. Answers row by row in the order given.
 */
export async function recordCustomers(
  transaction: Transaction<CustomerTables>,
  submissions: readonly Submission[],
  { linkers, clock }: { readonly linkers: Linkers; readonly clock: Clock },
): Promise<readonly SubmissionResult[]> {
  await lockRecording(transaction);
  const read = submissions.map(readSubmission);
  const ready = standardiseLatest(read, clock());
  const { linker, ...around } = await lookAround(transaction, ready, linkers);
  // Asked only now: consumers order links by their times, and those made while we waited come before ours.
  const now = clock();
  const taken = takeLater(ready, around.known);
  const linked = await store(transaction, taken, around, { linker, now });
  const byPlace = new Map(taken.map((record) => [sourceText(record), record]));
  return read.map((submission) => {
    if (submission.kind === 'unusable') {
      const { localId, faults } = submission;
      return { localId, outcome: 'REJECTED', customerId: null, faults };
    }
    const place = sourceText(submission);
    const customerId = linked.get(place) ?? around.known.get(place)?.customerId ?? null;
    const record = byPlace.get(place);
    return record?.raw === submission.raw
      ? { localId: submission.localId, outcome: 'ACCEPTED', customerId, faults: record.faults }
      : { localId: submission.localId, outcome: 'UNCHANGED', customerId, faults: [] };
  });
}

function standardiseLatest(
  submissions: readonly ReadSubmission[],
  now: Date,
): readonly ReadyRecord[] {
  return [...chooseLatest(submissions).values()].map((submission) => {
    const { division, localId, version, raw } = submission;
    const { record, faults } = standardiseRecord(submission.record, now);
    return { division, localId, version, raw, record, faults };
  });
}

/** What is around the records, and the linker that is in use; the latest one is as good as certain to be it. */
async function lookAround(
  transaction: Transaction<CustomerTables>,
  records: readonly ReadyRecord[],
  linkers: Linkers,
): Promise<Surroundings & { readonly linker: Linker }> {
  const assumed = linkers.latest;
  const look = (linker: Linker) => {
    const keys = new Set(records.flatMap(({ record }) => linker.keysOf(record)));
    return readSurroundings(transaction, records, [...keys]);
  };
  const around = await look(assumed);
  const linker = await linkers.ofVersion(transaction, around.modelVersion);
  return { ...(linker === assumed ? around : await look(linker)), linker };
}

/** Records that are later than what is known of them. */
function takeLater(
  records: readonly ReadyRecord[],
  known: ReadonlyMap<string, KnownRecord>,
): readonly TakenRecord[] {
  return records.flatMap((record) => {
    const before = known.get(sourceText(record));
    if (before !== undefined && !isLater(record.version, before.version)) return [];
    return [{ ...record, known: before !== undefined }];
  });
}

/** Writes the records and links them; returns customer ids by `sourceText`. */
async function store(
  transaction: Transaction<CustomerTables>,
  taken: readonly TakenRecord[],
  around: Surroundings,
  { linker, now }: { readonly linker: Linker; readonly now: Date },
): Promise<ReadonlyMap<string, string>> {
  if (taken.length === 0) return new Map();
  const keys = changeLinkKeys(taken, around.formerKeys, (record) => linker.keysOf(record));
  const changed = { records: taken, keys: keys.changes, sharing: around.sharing };
  const judged = await judgePairs(transaction, changed, around, { linker, now });
  const { concerned, records, known, judge } = judged;
  const linked = await relink(transaction, concerned, {
    ...{ linker, now, taken, records, known, judge },
    atHand: around,
  });
  await writeAtLast(transaction, [
    ...sourceRecordWrites(taken, now),
    ...keys.writes,
    ...judged.writes,
    ...linked.writes,
    ...eventWrites(SCHEMA, linked.events),
  ]);
  return linked.customerIds;
}
