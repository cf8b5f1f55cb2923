import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import { writeTogether, type Write } from '../../kit/write-together.ts';
import { keptVersionWrites } from '../holds/keep-versions.ts';
import type { KeyChange } from '../linking/find-candidates.ts';
import { sourceText, type Fault, type PlacedRecord } from '../model.ts';
import type { RawRecord } from '../standardise/raw-record.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { placeColumns, writesOf } from './bulk-rows.ts';

/** A record that is taken: how it came, what it became. */
export interface TakenRecord extends PlacedRecord {
  readonly version: string;
  readonly raw: RawRecord;
  readonly faults: readonly Fault[];
  /** Whether an earlier version of it is replaced. */
  readonly known: boolean;
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
  /** What writes the new keys in place of the others. */
  readonly writes: readonly Write[];
}

/** What each record's keys become. `former`: those that it has, by `sourceText`; a record that is new has none. */
export function changeLinkKeys(
  records: readonly PlacedRecord[],
  former: ReadonlyMap<string, readonly string[]>,
  keysOf: (record: PlacedRecord['record']) => readonly string[],
): LinkKeyChanges {
  const changes = records.map((taken) => {
    const place = sourceText(taken);
    return { taken, place, now: keysOf(taken.record), before: former.get(place) ?? [] };
  });
  const rows = (some: (change: (typeof changes)[number]) => readonly string[]) =>
    changes.flatMap((change) => {
      const { division, localId } = change.taken;
      return some(change).map((key) => ({ division, local_id: localId, key }));
    });
  const gone = rows(({ now, before }) => before.filter((key) => !now.includes(key)));
  const fresh = rows(({ now, before }) => now.filter((key) => !before.includes(key)));
  return { changes, writes: [...deletionOfKeys(gone), ...writesOf(LINK_KEY, fresh)] };
}

/** Gives known records the keys that they have by today's rules. */
export async function rewriteLinkKeys(
  transaction: Transaction<CustomerTables>,
  records: readonly PlacedRecord[],
  keysOf: (record: PlacedRecord['record']) => readonly string[],
): Promise<void> {
  const former = new Map<string, string[]>();
  for (const { division, local_id: localId, key } of await READ_KEYS.execute(
    transaction,
    placeColumns(records),
  )) {
    const place = sourceText({ division, localId });
    former.set(place, [...(former.get(place) ?? []), key]);
  }
  await writeTogether(transaction, changeLinkKeys(records, former, keysOf).writes);
}

function deletionOfKeys(rows: readonly CustomerTables['link_key'][]): readonly Write[] {
  if (rows.length === 0) return [];
  const text = `
    delete from ${SCHEMA}.link_key where ctid = any(array(
      select old.ctid
      from json_to_recordset($1::json) as given(division text, local_id text, key text)
      cross join lateral (select k.ctid from ${SCHEMA}.link_key k where k.division = given.division
        and k.local_id = given.local_id and k.key = given.key offset 0) old))`;
  return [{ text, parameters: [JSON.stringify(rows)] }];
}

function deletionOfFaults(replaced: readonly TakenRecord[]): readonly Write[] {
  if (replaced.length === 0) return [];
  const text = `
    delete from ${SCHEMA}.standardization_fault where ctid = any(array(
      select old.ctid from unnest($1::text[], $2::text[]) as given(division, local_id)
      cross join lateral (select f.ctid from ${SCHEMA}.standardization_fault f
        where f.division = given.division and f.local_id = given.local_id offset 0) old))`;
  return [{ text, parameters: placeColumns(replaced) }];
}

const READ_KEYS = new PreparedStatement<CustomerTables['link_key']>(
  `select k.division, k.local_id, k.key
   from unnest($1::text[], $2::text[]) as given(division, local_id)
   cross join lateral (select * from ${SCHEMA}.link_key k
     where k.division = given.division and k.local_id = given.local_id offset 0) k`,
  'reads',
);

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
