/**
 * How long an auditor waits: `whoRead` and `accessLog` over many entries on PostgreSQL.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/ledger-reads.ts [entries]
 */
import { sql, type Kysely } from 'kysely';
import { percentile } from './load/statistics.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { readPage } from '../subgraphs/kit/connection.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { readLog } from '../subgraphs/governance/ledger/read-log.ts';
import { whoRead } from '../subgraphs/governance/ledger/who-read.ts';
import { governanceMigrations } from '../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../subgraphs/governance/tables.ts';

const CUSTOMERS_OF = 100; // Entries a customer, on average.
const READERS = 500;
const READINGS = 200;
const ASKED = 200;

const server = process.env['TEST_DATABASE_URL'];
if (server === undefined) throw new Error('TEST_DATABASE_URL must name a PostgreSQL server.');
const entries = Number(process.argv[2] ?? 1_000_000);
const customers = Math.ceil(entries / CUSTOMERS_OF);
const pool = await openScratchDatabase(server, 'ledger');
try {
  const database = await openRoomDatabase<GovernanceTables>(pool, SCHEMA, governanceMigrations);
  await fill(database);
  await measure('whoRead, a customer like any other', (n) => whoRead(database, keyed(2 + n)));
  await measure('whoRead, a customer of a hundredth of all reads', () =>
    whoRead(database, keyed(1)),
  );
  const nothing = { customer: null, field: null, subject: null, from: null, to: null };
  const page = readPage({ first: 20 });
  const log = (filter: object) => readLog(database, { ...nothing, ...filter }, page);
  await measure('accessLog of a customer', (n) => log({ customer: keyed(2 + n) }));
  await measure('accessLog of a subject', (n) => log({ subject: `agent-${1 + (n % READERS)}` }));
  await measure('accessLog of a field', (n) => log({ field: `Type.field${1 + (n % READINGS)}` }));
  await measure('accessLog of a day long ago', () =>
    log({ from: '2025-02-01T00:00:00Z', to: '2025-02-02T00:00:00Z' }),
  );
} finally {
  await pool.close();
}

async function measure(name: string, read: (n: number) => Promise<readonly unknown[]>) {
  const times: number[] = [];
  let rows = 0;
  for (let n = 0; n < ASKED; n += 1) {
    const began = performance.now();
    rows += (await read(n)).length;
    times.push(performance.now() - began);
  }
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => percentile(sorted, share).toFixed(1);
  console.log(`${name}: median ${at(0.5)} ms, P95 ${at(0.95)} ms, ${rows / ASKED} rows`);
}

function keyed(customer: number): Buffer {
  return Buffer.from(String(customer).padStart(32, '0'));
}

/** As the room would have written it over two years, without the hashes, which reading does not look at. */
async function fill(database: Kysely<GovernanceTables>): Promise<void> {
  const began = performance.now();
  const table = (name: string) => sql.id(SCHEMA, name);
  const digest = sql`convert_to(lpad(n::text, 32, '0'), 'UTF8')`;
  await sql`insert into ${table('reader')} (digest, subject, roles, scopes, client, purpose)
    select ${digest}, 'agent-' || n, '{agent}', '{}', 'desk', 'care' from generate_series(1, ${READERS}::int) n
  `.execute(database);
  await sql`insert into ${table('operation')} (digest, name, text)
    select ${digest}, 'Q', 'query Q { n }' from generate_series(1, 1) n`.execute(database);
  await sql`insert into ${table('reading')} (digest, level, is_personal, fields, denied)
    select ${digest}, 'CONFIDENTIAL', true, array['Type.field' || n, 'Customer.name'], '[]'
    from generate_series(1, ${READINGS}::int) n`.execute(database);
  await sql`insert into ${table('customer')} (digest, keyed, sealed)
    select ${digest}, ${digest}, ${digest} from generate_series(1, ${customers}::int) n`.execute(
    database,
  );
  const moment = sql`timestamptz '2025-01-01' + interval '730 days' * n / ${entries}::float`;
  const reader = sql`1 + hashint8(n) % ${READERS / 2}::int + ${READERS / 2}::int`;
  await sql`insert into ${table('entry')}
    (position, at, level, digest, hash, reader, operation, reading, request_id)
    select n, ${moment}, 'CONFIDENTIAL', ${digest}, ${digest}, least(greatest(${reader}, 1), ${READERS}::int), 1,
      1 + n % ${READINGS}::int, 'request-' || n
    from generate_series(1, ${entries}::bigint) n`.execute(database);
  await sql`insert into ${table('entry_customer')} (customer, at, position, reader)
    select case when position % 100 = 0 then 1 else 1 + (abs(hashint8(position * 7)::bigint) % ${customers}::int) end,
      at, position, reader from ${table('entry')}`.execute(database);
  await sql`vacuum analyze`.execute(database);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${entries} entries of ${customers} customers, made in ${seconds.toFixed(0)} s`);
}
