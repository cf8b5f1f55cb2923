import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Link } from '../linking/assign-customers.ts';
import { sourceText, type Fault, type PlacedRecord, type SourceKey } from '../model.ts';
import type { RawRecord } from '../standardise/raw-record.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placesAsRows, writeRows } from './bulk-rows.ts';

/** A record that is taken: how it came, what it became. */
export interface TakenRecord extends PlacedRecord {
  readonly version: string;
  readonly raw: RawRecord;
  readonly faults: readonly Fault[];
  /** Whether an earlier version of it is replaced. */
  readonly known: boolean;
}

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

/** Writes the records and their faults in place of earlier versions. */
export async function writeSourceRecords(
  transaction: Transaction<CustomerTables>,
  records: readonly TakenRecord[],
  now: Date,
): Promise<void> {
  await writeRows(
    transaction,
    SOURCE_RECORD,
    records.map((taken) => ({
      division: taken.division,
      local_id: taken.localId,
      version: taken.version,
      raw: taken.raw,
      standardised: taken.record,
      recorded_at: now,
    })),
  );
  await deleteFor(transaction, 'standardization_fault', records);
  await writeRows(
    transaction,
    STANDARDIZATION_FAULT,
    records.flatMap(({ division, localId, faults }) =>
      faults.map(({ field, rawValue, reason }) => ({
        id: uuidv7(),
        division,
        local_id: localId,
        field,
        raw_value: rawValue,
        reason,
        at: now,
      })),
    ),
  );
}

/** Writes the keys of the records, and returns all keys that they have or had. */
export async function writeLinkKeys(
  transaction: Transaction<CustomerTables>,
  records: readonly TakenRecord[],
  keysOf: (record: TakenRecord['record']) => readonly string[],
): Promise<readonly string[]> {
  const former = await deleteFor(transaction, 'link_key', records);
  const rows = records.flatMap(({ division, localId, record }) =>
    keysOf(record).map((key) => ({ division, local_id: localId, key })),
  );
  await writeRows(transaction, LINK_KEY, rows);
  return [...new Set([...former, ...rows.map(({ key }) => key)])].sort();
}

/** Removes what replaced records had; a record that is new had nothing. Returns the keys among it. */
async function deleteFor(
  transaction: Transaction<CustomerTables>,
  table: 'link_key' | 'standardization_fault',
  records: readonly TakenRecord[],
): Promise<readonly string[]> {
  const replaced = records.filter(({ known }) => known);
  if (replaced.length === 0) return [];
  const returned = table === 'link_key' ? sql`old.key` : sql`'' as key`;
  const { rows } = await sql<{ key: string }>`
    delete from ${sql.id(SCHEMA, table)} old using ${placesAsRows(replaced)}
    where old.division = given.division and old.local_id = given.local_id
    returning ${returned}`.execute(transaction);
  return rows.map(({ key }) => key);
}

/** The links of records, by `sourceText`, and when their customers were created. */
export async function findLinks(
  transaction: Transaction<CustomerTables>,
  places: readonly SourceKey[],
): Promise<{ links: ReadonlyMap<string, Link>; created: ReadonlyMap<string, Date> }> {
  const { rows } = await sql<CustomerTables['source_link'] & { created: Date }>`
    select l.division, l.local_id, l.customer_id, l.probability, l.rule, l.linked_at, c.created
    from ${placesAsRows(places)}
    join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
    join ${sql.id(SCHEMA, 'customer')} c on c.id = l.customer_id`.execute(transaction);
  const links = rows.map((row): Link => ({
    division: row.division,
    localId: row.local_id,
    customerId: row.customer_id,
    probability: row.probability,
    rule: row.rule,
    linkedAt: row.linked_at,
  }));
  return {
    links: new Map(links.map((link) => [sourceText(link), link])),
    created: new Map(rows.map((row) => [row.customer_id, row.created])),
  };
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
