/**
 * How long `kpis` and `scorecard` take on PostgreSQL over a million cases, and over a tenth of their history
 * with as many cases a day and as many customers; each KPI alone; how many events a second the kept sums are made
 * anew of, counted as ten a case; then how many events a second are counted. With a name for `keep` the databases are
 * `NAME_<cases>`: they stay, and those that are there already are not loaded again.
 *
 *   TEST_DATABASE_URL=postgres://… node --import tsx/esm bench/metrics-queries.ts [cases] [rounds] [events] [keep]
 */
import type { Kysely } from 'kysely';
import { readProgress } from '../subgraphs/metrics/data-source.ts';
import { countEvents } from '../subgraphs/metrics/facts/count-events.ts';
import { KPI_CATALOGUE } from '../subgraphs/metrics/kpis/catalogue.ts';
import { measureKpis } from '../subgraphs/metrics/measures/measure-kpis.ts';
import { readNames, readScope } from '../subgraphs/metrics/read-scope.ts';
import { dailyValues } from '../subgraphs/metrics/scorecard/daily-values.ts';
import type { MetricsTables } from '../subgraphs/metrics/tables.ts';
import { caseEvent } from './metrics-events.ts';
import { openLoadedDatabase, type LoadedDatabase } from './metrics-database.ts';
import type { Load } from './metrics-facts.ts';
import { serverAddress } from './server-address.ts';
import { serverSeconds } from './server-seconds.ts';

const CASES_A_DAY = 1000;
const CUSTOMERS = 100_000;
const END = new Date('2026-04-01T00:00:00Z');
const ABOUT = { customers: CUSTOMERS, begin: END };
const MARCH = { division: 'banking', from: '2026-03-01', to: '2026-03-31' };

const cases = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 20);
const events = Number(process.argv[4] ?? 50_000);
const keptAs = process.argv[5] ?? null;

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
  const long = await openLoadedDatabase({ server, keptAs }, loadOf(cases));
  const short = await openLoadedDatabase({ server, keptAs }, loadOf(cases / 10));
  await report(QUESTIONS, long, short);
  await report(EACH_ALONE, long, short);
  await short.pool.close();
  if (events > 0) await reportCounting(long);
  await long.pool.close();
}

function loadOf(count: number): Load {
  return { cases: count, days: count / CASES_A_DAY, customers: CUSTOMERS, end: END };
}

async function report(
  questions: Readonly<Record<string, Question>>,
  long: LoadedDatabase,
  short: LoadedDatabase,
): Promise<void> {
  console.log(
    '| question | median ms | P95 ms | Node ms | PostgreSQL ms | a tenth: median | P95 | ratio of medians |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [name, question] of Object.entries(questions)) {
    const [all, tenth]: [number[], number[]] = [[], []];
    const used = { node: 0, server: 0 };
    await question(long.database);
    await question(short.database);
    for (let round = 0; round < rounds; round++) {
      const began = await serverSeconds(long.pool);
      const cpu = process.cpuUsage();
      all.push(await timeOf(() => question(long.database)));
      used.node += millisecondsSince(cpu);
      used.server += 1000 * ((await serverSeconds(long.pool)) - began);
      tenth.push(await timeOf(() => question(short.database)));
    }
    const ratio = at(all, 0.5) / at(tenth, 0.5);
    const numbers = [
      ...[at(all, 0.5), at(all, 0.95), used.node / rounds, used.server / rounds],
      ...[at(tenth, 0.5), at(tenth, 0.95)],
    ];
    console.log(
      `| ${[name, ...numbers.map((ms) => ms.toFixed(1)), ratio.toFixed(2)].join(' | ')} |`,
    );
  }
}

/** Processor time of this process. */
function millisecondsSince(cpu: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}

async function reportCounting({ pool, database }: LoadedDatabase): Promise<void> {
  const [began, cpu] = [await serverSeconds(pool), process.cpuUsage()];
  const rate = await countingRate(database);
  const each = (1000 * millisecondsSince(cpu)) / events;
  const ofServer = (1e6 * ((await serverSeconds(pool)) - began)) / events;
  console.log(
    `${Math.round(rate)} events a second counted, on top of ${cases} cases: ` +
      `${each.toFixed(0)} us of Node and ${ofServer.toFixed(0)} us of PostgreSQL an event`,
  );
}

/** Ten events a case, each case's together and of a customer of its own, in batches as the outbox sends them. */
async function countingRate(database: Kysely<MetricsTables>): Promise<number> {
  // A database that was kept may have counted some before.
  const { events: first } = await readProgress(database);
  const told = Array.from({ length: events }, (_, place) => caseEvent(first + place, ABOUT));
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
