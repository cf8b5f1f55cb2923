/**
 * How long an auditor waits: `whoRead` and `accessLog` over many entries on PostgreSQL.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/ledger-reads.ts [entries]
 */
import { sql } from 'kysely';
import { governanceMigrations } from '../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../subgraphs/governance/tables.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { fillLedger } from './ledger/fill-ledger.ts';
import { measureReads } from './ledger/measure-reads.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';

const ENTRIES_A_CUSTOMER = 100; // On average.

const server = serverAddress();
const entries = Number(process.argv[2] ?? 1_000_000);
const customers = Math.ceil(entries / ENTRIES_A_CUSTOMER);
const size = { entries, customers, readers: 500, readings: 200 };
const pool = await openScratchDatabase(server, 'ledger');
try {
  const database = await openRoomDatabase<GovernanceTables>(pool, SCHEMA, governanceMigrations);
  const began = performance.now();
  await fillLedger(database, size);
  await sql`vacuum analyze`.execute(database);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${entries} entries of ${customers} customers, made in ${seconds} s\n`);
  await measureReads(database, size);
} finally {
  await pool.close();
}
