import type { Kysely } from 'kysely';
import type { DatabasePool } from '../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../subgraphs/kit/room-database.ts';
import { metricsMigrations } from '../subgraphs/metrics/migrations.ts';
import { refreshRollups } from '../subgraphs/metrics/rollups/refresh-rollups.ts';
import type { MetricsTables } from '../subgraphs/metrics/tables.ts';
import { loadFacts, type Load } from './metrics-facts.ts';
import { openKeptDatabase, openScratchDatabase } from './scratch-database.ts';

export interface LoadedDatabase {
  readonly pool: DatabasePool;
  readonly database: Kysely<MetricsTables>;
}

/** Where it is, and the beginning of its name when it is to stay: one that is there is not loaded again. */
export interface Place {
  readonly server: string;
  readonly keptAs: string | null;
}

/** A database with facts and their sums, and how long it took to make them. */
export async function openLoadedDatabase(place: Place, load: Load): Promise<LoadedDatabase> {
  const { pool, isNew } = await openAt(place, load);
  const database = await openRoomDatabase<MetricsTables>(pool, 'metrics', metricsMigrations);
  if (isNew) await fill(database, load);
  else await refreshRollups(database);
  return { pool, database };
}

async function openAt({ server, keptAs }: Place, { cases }: Load) {
  if (keptAs === null) {
    return { pool: await openScratchDatabase(server, `metrics_${cases}`), isNew: true };
  }
  const { isNew, ...pool } = await openKeptDatabase(server, `${keptAs}_${cases}`);
  return { pool, isNew };
}

async function fill(database: Kysely<MetricsTables>, load: Load): Promise<void> {
  const began = performance.now();
  await loadFacts(database, load);
  const loaded = performance.now();
  console.log(`${load.cases} cases of ${load.days} days in ${seconds(loaded - began)} s`);
  await refreshRollups(database);
  const rolled = performance.now() - loaded;
  const rate = Math.round((10 * load.cases) / (rolled / 1000));
  console.log(`sums made of them in ${seconds(rolled)} s, ${rate} events a second`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(0);
}
