import type { Kysely } from 'kysely';
import { systemClock } from '../../subgraphs/kit/clock.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { customerMigrations } from '../../subgraphs/customers/migrations.ts';
import { learnModel } from '../../subgraphs/customers/rematch/learn-model.ts';
import { findOpenJob, openJob } from '../../subgraphs/customers/rematch/open-job.ts';
import { runWorker } from '../../subgraphs/customers/rematch/run-worker.ts';
import type { JobProgress } from '../../subgraphs/customers/rematch/take-task.ts';
import { keepLinkers, storeModel } from '../../subgraphs/customers/stewards/match-models.ts';
import { SCHEMA, type CustomerTables } from '../../subgraphs/customers/tables.ts';
import { databaseSettings } from '../rooms/database-settings.ts';

export interface RematchOrder {
  /** New weights first, from the records themselves. */
  readonly learns: boolean;
  /** Only helps with a job that is under way. */
  readonly joins: boolean;
  readonly onProgress: (progress: JobProgress) => void;
}

/**
 * Matches all records of the central database anew; returns the version of the weights. Null when there is no
 * job to join.
 */
export async function rematch(settings: Settings, order: RematchOrder): Promise<string | null> {
  const pool = await openDatabase(databaseSettings(settings, settings['DATA_DIR'] ?? '.data'));
  try {
    const database = await openRoomDatabase<CustomerTables>(pool, SCHEMA, customerMigrations);
    if (order.learns) await learn(database);
    const linker = await database
      .transaction()
      .execute((transaction) => keepLinkers().inUse(transaction));
    const job = order.joins
      ? await findOpenJob(database)
      : await openJob(database, { modelVersion: linker.version, now: systemClock() });
    if (job === null) return null;
    await runWorker(database, job, { linker, clock: systemClock, onProgress: order.onProgress });
    return linker.version;
  } finally {
    await pool.close();
  }
}

async function learn(database: Kysely<CustomerTables>): Promise<void> {
  const now = systemClock();
  await storeModel(database, await learnModel(database, `learnt-${now.toISOString()}`), now);
}
