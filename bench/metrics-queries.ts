/**
 * How long `kpis` and `scorecard` take on PostgreSQL over a million cases, and over a tenth of their history
 * with as many cases a day and as many customers; each KPI alone; how many events a second the kept sums are made
 * anew of, counted as ten a case; then how many events a second are counted.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/metrics-queries.ts [cases] [rounds] [events]
 */
import type { Kysely } from 'kysely';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { countEvents } from '../subgraphs/metrics/facts/count-events.ts';
import { KPI_CATALOGUE } from '../subgraphs/metrics/kpis/catalogue.ts';
import { measureKpis } from '../subgraphs/metrics/measures/measure-kpis.ts';
import { metricsMigrations } from '../subgraphs/metrics/migrations.ts';
import { readNames, readScope } from '../subgraphs/metrics/read-scope.ts';
import { dailyValues } from '../subgraphs/metrics/scorecard/daily-values.ts';
import { refreshRollups } from '../subgraphs/metrics/rollups/refresh-rollups.ts';
import type { MetricsTables } from '../subgraphs/metrics/tables.ts';
import { caseEvent } from './metrics-events.ts';
import { loadFacts } from './metrics-facts.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';

const CASES_A_DAY = 1000;
const CUSTOMERS = 100_000;
const END = new Date('2026-04-01T00:00:00Z');
const ABOUT = { customers: CUSTOMERS, begin: END };
const MARCH = { division: 'banking', from: '2026-03-01', to: '2026-03-31' };

const cases = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 20);
const events = Number(process.argv[4] ?? 50_000);

type Question = (database: Kysely<MetricsTables>) => Promise<unknown>;

function ask(names: readonly string[] | null, period: object = MARCH): Question {
  const scope = readScope({ ...MARCH, ...period }, END);
  return (database) => measureKpis(database, readNames(names), scope);
}

const SCORECARD = KPI_CATALOGUE.filter(({ target }) => target !== null);

const QUESTIONS: Readonly<Record<string, Question>> = {
  'every KPI of a month': ask(null),
  'three of cases, a month': ask(['complaint_volume', 'timely_response_rate', 'resolution_time']),
  'three of calls, a month': ask(['abandonment_rate', 'average_handle_time', 'service_level_20s']),
  'repeat contacts, a month': ask(['repeat_contact_rate_7d']),
  'customers, a month': ask(['active_customers', 'products_per_customer']),
  'every KPI of a day': ask(null, { from: '2026-03-31' }),
  'every KPI of a month, with percentiles': (database) =>
    measureKpis(database, KPI_CATALOGUE, readScope(MARCH, END), { percentiles: true }),
  'ninety days of a scorecard': (database) =>
    dailyValues({ database }, SCORECARD, readScope(MARCH, END)),
};

const EACH_ALONE: Readonly<Record<string, Question>> = Object.fromEntries(
  KPI_CATALOGUE.map(({ name }) => [name, ask([name])]),
);

async function main(server: string): Promise<void> {
  const long = await open(server, cases);
  const short = await open(server, cases / 10);
  await report(QUESTIONS, long.database, short.database);
  await report(EACH_ALONE, long.database, short.database);
  await short.pool.close();
  const rate = await countingRate(long.database);
  console.log(`${Math.round(rate)} events a second counted, on top of ${cases} cases`);
  await long.pool.close();
}

async function report(
  questions: Readonly<Record<string, Question>>,
  long: Kysely<MetricsTables>,
  short: Kysely<MetricsTables>,
): Promise<void> {
  console.log('| question | median ms | P95 ms | a tenth: median | P95 | ratio of medians |');
  console.log('|---|---|---|---|---|---|');
  for (const [name, question] of Object.entries(questions)) {
    const [all, tenth]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      all.push(await timeOf(() => question(long)));
      tenth.push(await timeOf(() => question(short)));
    }
    const ratio = at(all, 0.5) / at(tenth, 0.5);
    const numbers = [at(all, 0.5), at(all, 0.95), at(tenth, 0.5), at(tenth, 0.95)];
    console.log(
      `| ${[name, ...numbers.map((ms) => ms.toFixed(1)), ratio.toFixed(2)].join(' | ')} |`,
    );
  }
}

async function open(server: string, count: number) {
  const pool = await openScratchDatabase(server, `metrics_${count}`);
  const database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
  const began = performance.now();
  await loadFacts(database, {
    ...{ cases: count, days: count / CASES_A_DAY, customers: CUSTOMERS, end: END },
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(`${count} cases of ${count / CASES_A_DAY} days in ${seconds.toFixed(0)} s`);
  const loaded = performance.now();
  await refreshRollups(database);
  const rolled = (performance.now() - loaded) / 1000;
  console.log(
    `sums made of them in ${rolled.toFixed(0)} s, ${Math.round((10 * count) / rolled)} events a second`,
  );
  return { pool, database };
}

/** Ten events a case, each case's together and of a customer of its own, in batches as the outbox sends them. */
async function countingRate(database: Kysely<MetricsTables>): Promise<number> {
  const told = Array.from({ length: events }, (_, place) => caseEvent(place, ABOUT));
  const began = performance.now();
  for (let start = 0; start < told.length; start += 500) {
    await countEvents(database, told.slice(start, start + 500));
  }
  return (1000 * told.length) / (performance.now() - began);
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

await main(serverAddress());
