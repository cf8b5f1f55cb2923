import { sql, type OperationNodeSource, type Transaction } from 'kysely';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** A table and the SQL types of the columns that are written, in the order of the statement. */
export interface BulkTable<Name extends keyof CustomerTables> {
  readonly name: Name;
  readonly columns: { readonly [Column in keyof CustomerTables[Name]]: string };
  /** Columns by which a row replaces the one that is there. Without them rows must be new. */
  readonly replaces?: readonly (keyof CustomerTables[Name] & string)[];
}

/** Column -> value as JSON has it: a Date becomes its text, which the database reads as the column's type. */
export type BulkRow<Name extends keyof CustomerTables> = {
  readonly [Column in keyof CustomerTables[Name]]: CustomerTables[Name][Column];
};

/** A statement that changes rows. */
export type Write = OperationNodeSource;

/**
 * Makes changes in one statement: a record that comes alone waits for every round trip. They see the rows as
 * they were before all of them, so no two may change the same row.
 */
export async function writeTogether(
  transaction: Transaction<CustomerTables>,
  writes: readonly Write[],
): Promise<void> {
  if (writes.length === 0) return;
  const parts = writes.map((write, index) => sql`${sql.id(`change_${index}`)} as (${write})`);
  await sql`with ${sql.join(parts)} select`.execute(transaction);
}

/** Writes rows at once. */
export async function writeRows<Name extends keyof CustomerTables>(
  transaction: Transaction<CustomerTables>,
  table: BulkTable<Name>,
  rows: readonly BulkRow<Name>[],
): Promise<void> {
  await writeTogether(transaction, writesOf(table, rows));
}

/**
 * What writes rows: one statement with one parameter, or nothing for no rows. Several times faster than a
 * parameter a value, and the statement is the same text for every batch.
 */
export function writesOf<Name extends keyof CustomerTables>(
  table: BulkTable<Name>,
  rows: readonly BulkRow<Name>[],
): readonly Write[] {
  if (rows.length === 0) return [];
  const names = Object.keys(table.columns);
  const columns = sql.join(names.map((name) => sql.id(name)));
  const types = sql.raw(
    Object.entries(table.columns)
      .map(([name, type]) => `"${name}" ${String(type)}`)
      .join(', '),
  );
  const replacing = table.replaces === undefined ? sql`` : onConflict(names, table.replaces);
  const insert = sql`
    insert into ${sql.id(SCHEMA, table.name)} (${columns})
    select ${columns} from json_to_recordset(${JSON.stringify(rows)}::json) as given(${types})
    ${replacing}`;
  return [insert];
}

function onConflict(names: readonly string[], key: readonly string[]) {
  const rest = names.filter((name) => !key.includes(name));
  const sets = rest.map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`);
  return sql`on conflict (${sql.join(key.map((name) => sql.id(name)))}) do update set ${sql.join(sets)}`;
}

/** The places of records as rows `given(division, local_id)` of a statement's `from`. */
export function placesAsRows(
  places: readonly { readonly division: string; readonly localId: string }[],
) {
  const divisions = places.map(({ division }) => division);
  const localIds = places.map(({ localId }) => localId);
  return sql`unnest(${divisions}::text[], ${localIds}::text[]) as given(division, local_id)`;
}
