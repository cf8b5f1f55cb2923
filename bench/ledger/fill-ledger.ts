import { sql, type Kysely, type Transaction } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../../subgraphs/governance/tables.ts';

/** How much stands in a ledger, and of how many. */
export interface LedgerSize {
  readonly entries: number;
  readonly customers: number;
  readonly readers: number;
  readonly readings: number;
}

type Database = Transaction<GovernanceTables>;

/**
 * Two years of entries, as the room would have written them but for hashes, which reading does not look at.
 * One entry in a hundred is about the first customer; some readers read more than others. Indexes are made at the
 * end, so they are as dense as after a `reindex`.
 */
export function fillLedger(database: Kysely<GovernanceTables>, size: LedgerSize): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    await sql`set local maintenance_work_mem = '1GB'`.execute(transaction);
    await fillDictionaries(transaction, size);
    const indexes = await dropIndexes(transaction);
    await fillEntries(transaction, size);
    for (const index of indexes) await sql.raw(index).execute(transaction);
  });
}

/** What a customer is looked up by. */
export function keyed(customer: number): Buffer {
  return Buffer.from(String(customer).padStart(32, '0'));
}

const DIGEST = sql`convert_to(lpad(n::text, 32, '0'), 'UTF8')`;

async function fillDictionaries(database: Database, size: LedgerSize): Promise<void> {
  const { customers, readers, readings } = size;
  await sql`insert into ${table('reader')} (digest, subject, roles, scopes, client, purpose)
    select ${DIGEST}, 'agent-' || n, '{agent}', '{}', 'desk', 'care' from generate_series(1, ${readers}::int) n
  `.execute(database);
  await sql`insert into ${table('operation')} (digest, name, text)
    select ${DIGEST}, 'Q', 'query Q { n }' from generate_series(1, 1) n`.execute(database);
  await sql`insert into ${table('reading')} (digest, level, is_personal, fields, denied)
    select ${DIGEST}, 'CONFIDENTIAL', true, array['Type.field' || n, 'Customer.name'], '[]'
    from generate_series(1, ${readings}::int) n`.execute(database);
  await sql`insert into ${table('customer')} (digest, keyed, sealed)
    select ${DIGEST}, ${DIGEST}, ${DIGEST} from generate_series(1, ${customers}::int) n
  `.execute(database);
}

/** Returns what makes them again. */
async function dropIndexes(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly indexname: string; readonly indexdef: string }>`
    select indexname, indexdef from pg_indexes
    where schemaname = ${SCHEMA} and tablename in ('entry', 'entry_customer') and indexname <> 'entry_pkey'
  `.execute(database);
  for (const { indexname } of rows) {
    await sql`drop index ${sql.id(SCHEMA, indexname)}`.execute(database);
  }
  return rows.map(({ indexdef }) => indexdef);
}

async function fillEntries(database: Database, size: LedgerSize): Promise<void> {
  const { entries, customers, readers, readings } = size;
  const moment = sql`timestamptz '2025-01-01' + interval '730 days' * (n / ${entries}::float)`;
  await sql`insert into ${table('entry')}
    (position, at, level, digest, hash, reader, operation, reading, request_id)
    select n, ${moment}, 'CONFIDENTIAL', ${DIGEST}, ${DIGEST},
      1 + ((abs(hashint8(n)::bigint) % ${readers}::int) * (abs(hashint8(n + 1)::bigint) % 100)) / 100, 1,
      1 + n % ${readings}::int, 'request-' || n
    from generate_series(1, ${entries}::bigint) n`.execute(database);
  await sql`insert into ${table('entry_customer')} (customer, at, position, reader)
    select case when position % 100 = 0 then 1
      else 1 + (abs(hashint8(position * 7)::bigint) % ${customers}::int) end,
      at, position, reader from ${table('entry')}`.execute(database);
  await sql`insert into ${table('use')} (day, reader, operation, reading, entries)
    select (at at time zone 'UTC')::date, reader, operation, reading, count(*) from ${table('entry')}
    group by 1, 2, 3, 4`.execute(database);
  await sql`update ${table('chain')} set position = ${entries}`.execute(database);
}

function table(name: keyof GovernanceTables) {
  return sql.id(SCHEMA, name);
}
