import { setImmediate } from 'node:timers/promises';
import { openDatabase } from '../../../subgraphs/kit/database.ts';

/** A program that writes numbered rows to an embedded database, one transaction each, and says so. */
const [directory = ''] = process.argv.slice(2);
const database = await openDatabase({ kind: 'embedded', directory });
const client = await database.pool.connect();
await client.query('create table if not exists written (number int primary key)');
const { rows } = await client.query<{ next: number }>(
  'select coalesce(max(number), 0) + 1 as next from written',
);
for (let number = rows[0]?.next ?? 1; ; number++) {
  await client.query('insert into written values ($1)', [number]);
  console.log(number);
  // The database runs in this thread, so nothing else would ever have its turn.
  await setImmediate();
}
