/**
 * How long a search among 100,000 customers takes on PostgreSQL: page and count, as `searchCustomers` reads them.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/customers-search.ts [customers] [rounds]
 *
 * Loads generated customers into a database of its own and drops it afterwards.
 */
import { sql, type Kysely } from 'kysely';
import { pino } from 'pino';
import { systemClock } from '../subgraphs/kit/clock.ts';
import { readPage } from '../subgraphs/kit/connection.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { keepLinkers } from '../subgraphs/customers/stewards/match-models.ts';
import { createLoaders } from '../subgraphs/customers/loaders.ts';
import { customerMigrations } from '../subgraphs/customers/migrations.ts';
import {
  countMatches,
  prepareSearch,
  readSearchPage,
} from '../subgraphs/customers/search/search-customers.ts';
import { searchWords } from '../subgraphs/customers/search/search-tokens.ts';
import { submitCustomerRecords } from '../subgraphs/customers/submit-customer-records.ts';
import { SCHEMA, type CustomerTables } from '../subgraphs/customers/tables.ts';
import { generateCustomer } from './generated-customers.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'one customer': ['c00004711', 'james.smithson4', '+1 (505) 555-0123', 'zoe.'],
  'name and family': ['james smithson', 'anna leeford', 'mary brownez', 'quentin nguquist'],
  'one name': ['smithson', 'james', 'maria', 'brown'],
  'one letter': ['a', 's', 'm', 'j', 'x', 'c', '1', '5', 'q', 'z'],
  'two letters': ['ma', 'an', 'sm', 'mi', 'wh', 'yo', 'c0', '15'],
  'two common words': ['a s', 'ma s', 'j m', 'c 1', 'mar mar', 'anna m'],
  'common words without a match': ['a qq', 's zzz', 'c0 l0', 'maria quentin', 'james zoe'],
  'one-letter words': [
    '1 5 c j s',
    'l 1 5 9 j s',
    '1 5 2 3 c l',
    'x q c 5',
    'z q x j',
    'm a r l c 1',
  ],
  'short common words': [
    'c0 l0 15 50 ma jo',
    '1505 a s m',
    'mar jam c000 150',
    'jo ma pa ro wi la',
  ],
  'many words': [
    'james mary robert patricia john jennifer',
    'smith marson c00 150 gmail example',
    'c0000 c0001 c0002 c0003 c0004 c0005',
    Array.from({ length: 20_000 }, (_, word) => `w${word}`).join(' '),
  ],
  'long and strange texts': [
    'a'.repeat(100_000),
    '\u{10FFFD} \u{10FFFF}',
    'ﷺ ß İ ı',
    '%_ %% __',
    '9'.repeat(500),
  ],
};

const customers = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 20);

async function main(server: string): Promise<void> {
  const pool = await openScratchDatabase(server, 'search');
  const database = await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations);
  await load(database);
  console.log('| texts | page: median ms | P95 ms | page and count: median ms | P95 ms |');
  console.log('|---|---|---|---|---|');
  for (const [kind, texts] of Object.entries(TEXTS)) {
    for (const text of texts) await measure(database, text, true);
    const page = await times(texts, (text) => measure(database, text, false));
    const whole = await times(texts, (text) => measure(database, text, true));
    console.log(`| ${kind} | ${page} | ${whole} |`);
  }
  await pool.close();
}

async function load(database: Kysely<CustomerTables>): Promise<void> {
  const services = {
    database,
    linkers: keepLinkers(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    kick: () => undefined,
  };
  const began = performance.now();
  for (let start = 0; start < customers; start += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => {
      const lending = (start + index) % 2 === 1;
      return {
        division: lending ? 'lending' : 'banking',
        record: generateCustomer(start + index, lending ? 'L' : 'C'),
      };
    });
    await submitCustomerRecords(services, batch);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`${customers} customers in ${seconds.toFixed(1)} s`);
  // As the server does by itself a minute later.
  await sql`vacuum analyze`.execute(database);
}

const CENTER = { scopes: [], teams: [], division: null, purpose: null };

async function measure(
  database: Kysely<CustomerTables>,
  text: string,
  counted: boolean,
): Promise<void> {
  const search = await prepareSearch(database, searchWords(text));
  const { ids } = await readSearchPage(database, search, readPage({ first: 10 }));
  const { customer } = createLoaders(database, systemClock, CENTER);
  await customer.loadMany(ids);
  if (counted) await countMatches(search);
}

async function times(
  texts: readonly string[],
  run: (text: string) => Promise<void>,
): Promise<string> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) {
      const began = performance.now();
      await run(text);
      taken.push(performance.now() - began);
    }
  }
  taken.sort((a, b) => a - b);
  const at = (share: number) => (taken[Math.floor(share * (taken.length - 1))] ?? 0).toFixed(1);
  return `${at(0.5)} | ${at(0.95)}`;
}

await main(serverAddress());
