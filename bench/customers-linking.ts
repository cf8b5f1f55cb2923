/**
 * How long one record takes until it is linked, among many customers.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/customers-linking.ts [customers] [records]
 */
import { loadCustomers, measureLinking, openCustomers } from './matching/linking-time.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';

const server = serverAddress();
const [customers, records] = [
  Number(process.argv[2] ?? 1_000_000),
  Number(process.argv[3] ?? 2_000),
];
const pool = await openScratchDatabase(server, 'linking');
const services = await openCustomers(pool);
const began = performance.now();
await loadCustomers(services, { from: 0, to: customers });
const seconds = (performance.now() - began) / 1000;
console.log(
  `${customers} customers taken in ${seconds.toFixed(0)} s: ${Math.round(customers / seconds)} records/s`,
);
const { sorted, linked } = await measureLinking(services, { customers, records });
const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
console.log(`one record: median ${at(0.5)} ms, P95 ${at(0.95)} ms, P99 ${at(0.99)} ms`);
console.log(`${linked} of ${records - Math.floor(records / 10)} known people were linked`);
await pool.close();
