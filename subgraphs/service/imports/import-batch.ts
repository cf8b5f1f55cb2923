import type { Kysely, Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents, type NewEvent } from '../../kit/outbox.ts';
import type { Fault } from '../model.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import type { ImportRecord } from './import-records.ts';

/** What differs between the kinds of records that are imported. */
export interface ImportKind<Record extends ImportRecord> {
  /** As in `import_fault.record_kind`. */
  readonly name: string;
  /** Why a record cannot be taken at all, or null. */
  reasonAgainst(record: Record): string | null;
  /** Writes those that are not known yet, in a few statements, and says which these were. */
  write(
    transaction: Transaction<ServiceTables>,
    records: readonly Record[],
    act: Act,
  ): Promise<readonly Taken<Record>[]>;
}

export interface Taken<Record> {
  readonly record: Record;
  readonly faults: readonly Fault[];
  readonly events: readonly NewEvent[];
}

export interface ImportOutcome {
  readonly accepted: number;
  readonly unchanged: number;
  /** Their places in the batch. */
  readonly unchangedAt: readonly number[];
  readonly rejected: number;
  readonly rejections: readonly ImportRejection[];
  readonly faults: readonly (Fault & { readonly index: number; readonly key: string })[];
}

interface ImportRejection {
  readonly index: number;
  readonly key: string | null;
  readonly reason: string;
}

const MAX_IMPORT_ROWS = 500;

/**
 * Takes a batch in one transaction: rows that are wrong are named and left out, rows that are known by
 * division and externalId (or come twice in the batch) stay as they are, and the rest comes with its events.
 */
export async function importBatch<Record extends ImportRecord>(
  database: Kysely<ServiceTables>,
  kind: ImportKind<Record>,
  records: readonly Record[],
  act: Act,
): Promise<ImportOutcome> {
  if (records.length > MAX_IMPORT_ROWS) throw tooMany(records.length);
  const { fine, rejections } = sortOut(kind, records);
  const taken =
    fine.size === 0
      ? []
      : await database
          .transaction()
          .execute((transaction) => take(transaction, kind, inKeyOrder(fine), act));
  const index = new Map(records.map((record, place) => [record, place]));
  const decided = new Set([
    ...taken.map(({ record }) => index.get(record)),
    ...rejections.map((rejection) => rejection.index),
  ]);
  const unchangedAt = [...records.keys()].filter((place) => !decided.has(place));
  return {
    accepted: taken.length,
    unchanged: unchangedAt.length,
    unchangedAt,
    rejected: rejections.length,
    rejections,
    faults: taken
      .flatMap(({ record, faults }) =>
        faults.map((fault) => ({
          index: index.get(record) ?? 0,
          key: record.externalId,
          ...fault,
        })),
      )
      .sort((left, right) => left.index - right.index),
  };
}

function tooMany(count: number): DomainError {
  const message = `Argument "records" must have at most ${MAX_IMPORT_ROWS} rows, but has: ${count}.`;
  return new DomainError('BAD_USER_INPUT', message);
}

function sortOut<Record extends ImportRecord>(
  kind: ImportKind<Record>,
  records: readonly Record[],
) {
  const fine = new Map<string, Record>();
  const rejections: ImportRejection[] = [];
  records.forEach((record, index) => {
    const reason = kind.reasonAgainst(record);
    const key = importKey(record.division, record.externalId);
    if (reason !== null) rejections.push({ index, key: record.externalId, reason });
    else if (!fine.has(key)) fine.set(key, record);
  });
  return { fine, rejections };
}

/** Batches with the same records wait for each other's rows: in one order, so that none waits for ever. */
function inKeyOrder<Record>(records: ReadonlyMap<string, Record>): readonly Record[] {
  const sorted = [...records].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([, record]) => record);
}

/** A record's key among all divisions. */
export function importKey(division: string, externalId: string | null): string {
  return JSON.stringify([division, externalId]);
}

async function take<Record extends ImportRecord>(
  transaction: Transaction<ServiceTables>,
  kind: ImportKind<Record>,
  records: readonly Record[],
  act: Act,
): Promise<readonly Taken<Record>[]> {
  const taken = await kind.write(transaction, records, act);
  const faults = taken.flatMap(({ record, faults }) =>
    faults.map((fault) => ({
      id: uuidv7(),
      record_kind: kind.name,
      division: record.division,
      external_id: record.externalId,
      found_at: act.at.toISOString(),
      ...fault,
    })),
  );
  if (faults.length > 0) await transaction.insertInto('import_fault').values(faults).execute();
  await appendEvents(
    transaction,
    taken.flatMap(({ events }) => events),
  );
  return taken;
}
