import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../../kit/clock.ts';
import type { Linker } from '../linking/linker.ts';
import type { CustomerTables } from '../tables.ts';
import { doTask } from './do-task.ts';
import { linkConcerns } from './link-concerns.ts';
import type { RematchJob } from './open-job.ts';
import { readProgress, type JobProgress } from './take-task.ts';

/** How long a worker waits for tasks that others are at. */
const PATIENCE_MS = 100;

export interface WorkerOptions {
  readonly linker: Linker;
  readonly clock: Clock;
  readonly onProgress?: (progress: JobProgress) => void;
}

/**
 * Works on a job until it is finished, beside any number of others on this machine or elsewhere. Tasks are
 * judged by all of them at once; who finds the last one done links what came out, in turn with the others.
 * A worker may die at any moment: what it had not committed is done by another one, or by the next.
 */
export async function runWorker(
  database: Kysely<CustomerTables>,
  job: RematchJob,
  { linker, clock, onProgress = () => undefined }: WorkerOptions,
): Promise<void> {
  for (;;) {
    const isTaken = await doTask(database, job, { linker, now: clock() });
    const progress = await readProgress(database, job);
    onProgress(progress);
    if (progress.isFinished) return;
    if (isTaken) continue;
    if (progress.done === progress.tasks) break;
    await pause(PATIENCE_MS);
  }
  while (await linkConcerns(database, job, { linker, now: clock() }));
}
