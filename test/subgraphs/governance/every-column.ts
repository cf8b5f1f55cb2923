import { sql, type Kysely, type Transaction } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../../../subgraphs/governance/tables.ts';

/** What the chain has no word on: the kit's tables, ids of batches, what other rooms were told, and holds. */
const UNPROVEN = [
  ...['outbox', 'consumed_event', 'kysely_migration', 'kysely_migration_lock'],
  ...['batch', 'access_count', 'access_counted', 'held_customer', 'ended_hold'],
];

/** One value of another, by the type of its column; `%` is the column. */
const CHANGES: Readonly<Record<string, string>> = {
  bytea: 'set_byte(%, 0, get_byte(%, 0) # 1)',
  text: 'overlay(% placing chr(ascii(%) # 1) from 1)',
  integer: '% # 1024',
  bigint: '% # 1024',
  boolean: 'not %',
  date: '% + 1',
  'timestamp with time zone': `% + interval '1 millisecond'`,
  ARRAY: `array_prepend('?', %[2:])`,
  jsonb: `% || '[1]'`,
};

/** Changes one value of one row, calls `look`, and takes the change back; of every column of every row in turn. */
export async function everyColumn(
  database: Kysely<GovernanceTables>,
  look: (changed: Transaction<GovernanceTables>, where: string) => Promise<void>,
): Promise<void> {
  const undo = new Error('Undo.');
  const all = database.transaction().execute(async (transaction) => {
    for (const column of await columnsOf(transaction)) {
      for (const row of await rowsOf(transaction, column)) {
        await run(transaction, 'savepoint unchanged');
        await run(transaction, changeOf(column, row));
        await look(transaction, `${column.table}.${column.name} ${row}`);
        await run(transaction, 'rollback to unchanged');
      }
    }
    throw undo;
  });
  await all.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

async function columnsOf(database: Transaction<GovernanceTables>): Promise<readonly Column[]> {
  const { rows } = await sql<Column & { isIdentity: string }>`
    select table_name as table, column_name as name, data_type as type, is_identity as "isIdentity"
    from information_schema.columns
    where table_schema = ${SCHEMA} and table_name <> all(${UNPROVEN})
      and (table_name, column_name) <> ('chain', 'id') -- There is no other value that it can have.
    order by table_name, ordinal_position`.execute(database);
  for (const { table, name, isIdentity } of rows) {
    if (isIdentity === 'NO') continue;
    await run(database, `alter table ${SCHEMA}.${table} alter column ${name} drop identity`);
  }
  return rows;
}

/** Operations and sets of fields stay when no entry names them any more; then nobody is told of them. */
const NAMED: Readonly<Record<string, string>> = {
  operation: `id in (select operation from ${SCHEMA}.entry)`,
  reading: `id in (select reading from ${SCHEMA}.entry)`,
};

async function rowsOf(
  database: Transaction<GovernanceTables>,
  { table, name }: Column,
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly row: string }>`
    select ctid::text as row from ${sql.id(SCHEMA, table)}
    where ${sql.id(name)} is not null and ${sql.raw(NAMED[table] ?? 'true')} order by ctid
  `.execute(database);
  return rows.map(({ row }) => row);
}

function changeOf({ table, name, type }: Column, row: string): string {
  const change = CHANGES[type];
  if (change === undefined) throw new Error(`How to change a ${type} is not said.`);
  const changed = change.replaceAll('%', name);
  return `update ${SCHEMA}.${table} set ${name} = ${changed} where ctid = '${row}'`;
}

async function run(database: Transaction<GovernanceTables>, statement: string): Promise<void> {
  await sql.raw(statement).execute(database);
}
