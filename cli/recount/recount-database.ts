import { sql } from 'kysely';
import { eventLog } from '../../subgraphs/kit/event-log.ts';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { metricsMigrations } from '../../subgraphs/metrics/migrations.ts';
import { COUNTED_TABLES } from '../../subgraphs/metrics/recount/fact-tables.ts';
import { recount, type Recounted } from '../../subgraphs/metrics/recount/recount.ts';
import { refreshRollups } from '../../subgraphs/metrics/rollups/refresh-rollups.ts';
import type { MetricsTables } from '../../subgraphs/metrics/tables.ts';
import { withTables } from '../rooms/with-tables.ts';

/** Counts everything anew in the database of these settings, and makes the sums. */
export function recountDatabase(
  settings: Settings,
  onProgress?: (done: number, all: number) => void,
): Promise<Recounted> {
  const missing = (where: string) =>
    `Expected events and KPIs ${where}, but got: nothing that the metrics room ever wrote.`;
  return withTables({ settings, table: 'metrics.outbox', missing }, async (pool) => {
    const database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
    const log = eventLog;
    const recounted = await recount(database, onProgress ? { log, onProgress } : { log });
    // The rows of before take room until they are swept up, and statements are planned by how many there are.
    const tables = COUNTED_TABLES.map((table) => sql.id('metrics', table));
    await sql`vacuum analyze ${sql.join(tables)}`.execute(database);
    await refreshRollups(database);
    return recounted;
  });
}
