import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { keptVersionWrites } from '../holds/keep-versions.ts';
import type { KeyChange } from '../linking/find-candidates.ts';
import { sourceText, type Fault, type PlacedRecord, type SourceKey } from '../model.ts';
import type { RawRecord } from '../standardise/raw-record.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placesAsRows, writesOf, writeTogether, type Write } from './bulk-rows.ts';

/** A record that is taken: how it came, what it became. */
export interface TakenRecord extends PlacedRecord {
  readonly version: string;
  readonly raw: RawRecord;
  readonly faults: readonly Fault[];
  /** Whether an earlier version of it is replaced. */
  readonly known: boolean;
}

/** A record whose keys are written; `known`: it has keys already. */
type KeyedRecord = PlacedRecord & Pick<TakenRecord, 'known'>;

/** What is known of records, by `sourceText`. */
export async function findKnown(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<ReadonlyMap<string, { readonly version: string; readonly customerId: string }>> {
  const { rows } = await sql<{
    division: string;
    local_id: string;
    version: string;
    customer_id: string;
  }>`
    select r.division, r.local_id, r.version::text, l.customer_id
    from ${placesAsRows(places)}
    join ${sql.id(SCHEMA, 'source_record')} r using (division, local_id)
    join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)`.execute(transaction);
  return new Map(
    rows.map((row) => [
      sourceText({ division: row.division, localId: row.local_id }),
      { version: row.version, customerId: row.customer_id },
    ]),
  );
}

/** What writes the records and their faults in place of earlier versions. */
export function sourceRecordWrites(records: readonly TakenRecord[], now: Date): readonly Write[] {
  const rows = records.map((taken) => ({
    division: taken.division,
    local_id: taken.localId,
    version: taken.version,
    raw: taken.raw,
    standardised: taken.record,
    recorded_at: now,
  }));
  const faultRows = records.flatMap(({ division, localId, faults }) =>
    faults.map(({ field, rawValue, reason }) => ({
      id: uuidv7(),
      division,
      local_id: localId,
      field,
      raw_value: rawValue,
      reason,
      at: now,
    })),
  );
  const replaced = records.filter(({ known }) => known);
  return [
    ...keptVersionWrites(replaced, now),
    ...writesOf(SOURCE_RECORD, rows),
    ...deletionOfFaults(replaced),
    ...writesOf(STANDARDIZATION_FAULT, faultRows),
  ];
}

export interface LinkKeyChanges {
  readonly changes: readonly KeyChange[];
  /** What writes the new keys. */
  readonly writes: readonly Write[];
}

/** Removes the keys that the records had, and says for each which those are and which it gets. */
export async function replaceLinkKeys(
  transaction: Transaction<CustomerTables>,
  records: readonly KeyedRecord[],
  keysOf: (record: TakenRecord['record']) => readonly string[],
): Promise<LinkKeyChanges> {
  const former = new Map<string, string[]>();
  for (const { division, local_id: localId, key } of await deleteKeys(transaction, records)) {
    const place = sourceText({ division, localId });
    former.set(place, [...(former.get(place) ?? []), key]);
  }
  const changes = records.map((taken) => ({
    taken,
    place: sourceText(taken),
    now: keysOf(taken.record),
    before: former.get(sourceText(taken)) ?? [],
  }));
  const rows = changes.flatMap(({ taken: { division, localId }, now }) =>
    now.map((key) => ({ division, local_id: localId, key })),
  );
  return { changes, writes: writesOf(LINK_KEY, rows) };
}

/** Gives known records the keys that they have by today's rules. */
export async function rewriteLinkKeys(
  transaction: Transaction<CustomerTables>,
  records: readonly PlacedRecord[],
  keysOf: (record: PlacedRecord['record']) => readonly string[],
): Promise<void> {
  const known = records.map((record) => ({ ...record, known: true }));
  const { writes } = await replaceLinkKeys(transaction, known, keysOf);
  await writeTogether(transaction, writes);
}

/** Removes the keys that replaced records had; a record that is new had none. */
async function deleteKeys(
  transaction: Transaction<CustomerTables>,
  records: readonly KeyedRecord[],
): Promise<readonly CustomerTables['link_key'][]> {
  const replaced = records.filter(({ known }) => known);
  if (replaced.length === 0) return [];
  const { rows } = await sql<CustomerTables['link_key']>`
    delete from ${sql.id(SCHEMA, 'link_key')} old using ${placesAsRows(replaced)}
    where old.division = given.division and old.local_id = given.local_id
    returning old.division, old.local_id, old.key`.execute(transaction);
  return rows;
}

function deletionOfFaults(replaced: readonly TakenRecord[]): readonly Write[] {
  if (replaced.length === 0) return [];
  const deletion = sql`
    delete from ${sql.id(SCHEMA, 'standardization_fault')} old using ${placesAsRows(replaced)}
    where old.division = given.division and old.local_id = given.local_id`;
  return [deletion];
}

/** Records by their places; those that are at hand are not read again. */
export async function readRecords(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
  atHand: readonly PlacedRecord[],
): Promise<readonly PlacedRecord[]> {
  const known = new Map(atHand.map((record) => [sourceText(record), record]));
  const missing = places.filter((place) => !known.has(sourceText(place)));
  if (missing.length > 0) {
    const { rows } = await sql<SourceKey & { record: PlacedRecord['record'] }>`
      select r.division, r.local_id as "localId", r.standardised as record
      from ${placesAsRows(missing)}
      join ${sql.id(SCHEMA, 'source_record')} r using (division, local_id)`.execute(transaction);
    for (const row of rows) known.set(sourceText(row), row);
  }
  return places.flatMap((place) => known.get(sourceText(place)) ?? []);
}

const SOURCE_RECORD = {
  name: 'source_record',
  columns: {
    division: 'text',
    local_id: 'text',
    version: 'numeric',
    raw: 'jsonb',
    standardised: 'jsonb',
    recorded_at: 'timestamptz',
  },
  replaces: ['division', 'local_id'],
} as const;

const LINK_KEY = {
  name: 'link_key',
  columns: { division: 'text', local_id: 'text', key: 'text' },
} as const;

const STANDARDIZATION_FAULT = {
  name: 'standardization_fault',
  columns: {
    id: 'uuid',
    division: 'text',
    local_id: 'text',
    field: 'text',
    raw_value: 'text',
    reason: 'text',
    at: 'timestamptz',
  },
} as const;
