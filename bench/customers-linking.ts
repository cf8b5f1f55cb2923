/**
 * How long one record takes until it is linked, among many customers.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/customers-linking.ts [customers] [records] [database]
 *
 * With the name of a database that one is used and kept: what it lacks of the customers is loaded, also after an
 * interruption, and each measurement sends records that none before it sent.
 */
import type { DatabasePool } from '../subgraphs/kit/database.ts';
import type { CustomerServices } from '../subgraphs/customers/submit-customer-records.ts';
import { SCHEMA } from '../subgraphs/customers/tables.ts';
import { openKeptDatabase } from './kept-database.ts';
import {
  countRecords,
  loadCustomers,
  measureLinking,
  openCustomers,
} from './matching/linking-time.ts';
import { withoutIndexes } from './matching/without-indexes.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';

/** A room runs for weeks, this program for seconds: it is measured when the engine has compiled what is hot. */
const WARM_UP_RECORDS = 3_000;
const TOLD_EVERY = 20_000;

const server = serverAddress();
const [customers, records] = [
  Number(process.argv[2] ?? 1_000_000),
  Number(process.argv[3] ?? 2_000),
];
const kept = process.argv[4];
const pool = await (kept === undefined
  ? openScratchDatabase(server, 'linking')
  : openKeptDatabase(server, kept));
const services = await openCustomers(pool);
await loadMissing(pool, services);
const from = await countRecords(services, 'lending');
await measureLinking(services, { customers, records: WARM_UP_RECORDS, from });
const { sorted, linked, known, processor } = await measureLinking(services, {
  ...{ customers, records },
  from: from + WARM_UP_RECORDS,
});
const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
console.log(`one record: median ${at(0.5)} ms, P95 ${at(0.95)} ms, P99 ${at(0.99)} ms`);
console.log(`of this process's processor time: ${processor.toFixed(1)} ms a record`);
console.log(`${linked} of ${known} known people were linked`);
await pool.close();

async function loadMissing(database: DatabasePool, room: CustomerServices): Promise<void> {
  const there = await countRecords(room, 'banking');
  if (there >= customers) return;
  let began = performance.now();
  const tell = (loaded: number) => {
    if (loaded % TOLD_EVERY !== 0 && loaded !== customers) return;
    const rate = TOLD_EVERY / ((performance.now() - began) / 1000);
    console.log(`${loaded} customers, ${Math.round(rate)} records/s`);
    began = performance.now();
  };
  // Taking new customers in writes search tokens and reads none.
  await withoutIndexes(database, { schema: SCHEMA, name: 'search_token' }, () =>
    loadCustomers(room, { from: there, to: customers }, tell),
  );
  await database.pool.query('vacuum analyze');
}
