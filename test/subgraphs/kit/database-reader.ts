import { openDatabase } from '../../../subgraphs/kit/database.ts';

// Asks an embedded database once and closes it, with nothing else that would keep the process alive.
const [, , directory = ''] = process.argv;
const database = await openDatabase({ kind: 'embedded', directory });
const { rows } = await database.pool.query<{ readonly one: number }>('select 1 as one');
console.log(`one ${String(rows[0]?.one)}`);
await database.close();
console.log('closed');
