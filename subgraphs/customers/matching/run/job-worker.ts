import { parentPort } from 'node:worker_threads';
import { doJob, type JobName, type Jobs } from './jobs.ts';
import type { Share } from './share.ts';

/** What a thread is asked. */
export interface Request<Name extends JobName> {
  readonly name: Name;
  readonly order: Jobs[Name]['order'];
  readonly share: Share;
}

/** A thread that does its share of jobs, one answer each. */
parentPort?.on('message', ({ name, order, share }: Request<JobName>) => {
  parentPort?.postMessage(doJob(name, order, share));
});
