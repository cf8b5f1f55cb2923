/**
 * How many events a second all KPIs are counted anew of on PostgreSQL, from outboxes with events of which nothing was
 * counted yet, and again over what that left; with the processor time of this process and of the server's.
 *
 *   TEST_DATABASE_URL=postgres://… node --max-semi-space-size=64 --import tsx/esm bench/metrics-recount.ts [events]
 */
import type { Kysely } from 'kysely';
import type { AnyDomainEvent } from '../schema/events.ts';
import type { DatabasePool } from '../subgraphs/kit/database.ts';
import { eventLog } from '../subgraphs/kit/event-log.ts';
import { appendEvents, type NewEvent } from '../subgraphs/kit/outbox.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { metricsMigrations } from '../subgraphs/metrics/migrations.ts';
import { recount } from '../subgraphs/metrics/recount/recount.ts';
import { refreshRollups } from '../subgraphs/metrics/rollups/refresh-rollups.ts';
import type { MetricsTables } from '../subgraphs/metrics/tables.ts';
import { caseEvent, linkEvent } from './metrics-events.ts';
import { openScratchDatabase } from './scratch-database.ts';
import { serverAddress } from './server-address.ts';
import { serverSeconds } from './server-seconds.ts';

const ABOUT = { customers: 30_000, begin: new Date('2026-01-01T00:00:00Z') };
const LINKS = 10_000;

const events = Number(process.argv[2] ?? 200_000);

async function main(server: string): Promise<void> {
  const pool = await openScratchDatabase(server, 'recount');
  const database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
  await fill(pool, 'customers', LINKS, (place) => linkEvent(3 * place, ABOUT));
  await fill(pool, 'service', events, (place) => caseEvent(place, ABOUT));
  console.log(
    '| work | events | s | events a second | Node, us an event | PostgreSQL, us an event |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const work of ['first', 'again']) {
    await measure(pool, `${work}: facts`, () => recount(database, { log: eventLog }));
    await measure(pool, `${work}: sums`, () => refreshRollups(database));
  }
  await pool.close();
}

async function fill(
  pool: DatabasePool,
  room: string,
  count: number,
  eventAt: (place: number) => AnyDomainEvent,
): Promise<void> {
  const database: Kysely<unknown> = await openRoomDatabase(pool, room, []);
  for (let start = 0; start < count; start += 5000) {
    const told = Array.from({ length: Math.min(5000, count - start) }, (_, at) =>
      eventAt(start + at),
    );
    await database.transaction().execute((one) => appendEvents(one, told as readonly NewEvent[]));
  }
}

async function measure(pool: DatabasePool, work: string, run: () => Promise<unknown>) {
  const all = events + LINKS;
  const [node, server, began] = [process.cpuUsage(), await serverSeconds(pool), performance.now()];
  await run();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(node);
  const ofServer = (1e6 * ((await serverSeconds(pool)) - server)) / all;
  const numbers = [
    seconds.toFixed(1),
    Math.round(all / seconds),
    ((user + system) / all).toFixed(1),
  ];
  console.log(`| ${[work, all, ...numbers, ofServer.toFixed(1)].join(' | ')} |`);
}

await main(serverAddress());
