/**
 * How many fresh customer records a second the central database takes, in batches of 500.
 *
 *   node --import tsx/esm bench/customers-intake.ts [records]
 *
 * On PGlite in memory and on disk; on PostgreSQL too when TEST_DATABASE_URL is set (its own database, dropped afterwards).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDatabase, type DatabasePool } from '../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { systemClock } from '../subgraphs/kit/clock.ts';
import { keepLinkers } from '../subgraphs/customers/stewards/match-models.ts';
import { customerMigrations } from '../subgraphs/customers/migrations.ts';
import { submitCustomerRecords } from '../subgraphs/customers/submit-customer-records.ts';
import { SCHEMA, type CustomerTables } from '../subgraphs/customers/tables.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { generateCustomer } from './generated-customers.ts';

const BATCH = 500;

async function measure(name: string, pool: DatabasePool, records: number): Promise<void> {
  const database = await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations);
  const services = {
    database,
    linkers: keepLinkers(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    kick: () => undefined,
  };
  const rates: number[] = [];
  // On a busy machine the processor's time says more than the clock's; PGlite's is in it, a server's is not.
  const before = process.cpuUsage();
  for (let start = 0; start < records; start += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, index) => ({
      division: 'banking',
      record: generateCustomer(start + index),
    }));
    const began = performance.now();
    await submitCustomerRecords(services, batch);
    rates.push((BATCH / (performance.now() - began)) * 1000);
  }
  rates.sort((a, b) => a - b);
  const at = (share: number) => Math.round(rates[Math.floor(share * (rates.length - 1))] ?? 0);
  console.log(`${name}: median ${at(0.5)} records/s, slowest 5 % ${at(0.05)}, fastest ${at(1)}`);
  const used = process.cpuUsage(before);
  const perSecond = Math.round((records / (used.user + used.system)) * 1e6);
  console.log(`${name}: ${perSecond} records for each second of this process's processor time`);
  await pool.close();
}

const records = Number(process.argv[2] ?? 10_000);
await measure(
  'PGlite in memory',
  await openDatabase({ kind: 'embedded', directory: 'memory' }),
  records,
);
const directory = mkdtempSync(join(tmpdir(), 'switchboard-intake-'));
await measure(
  'PGlite on disk',
  await openDatabase({ kind: 'embedded', directory: join(directory, 'database') }),
  records,
);
rmSync(directory, { recursive: true });
const server = process.env['TEST_DATABASE_URL'];
if (server !== undefined) {
  await measure('PostgreSQL', await openScratchDatabase(server, 'intake'), records);
}
