import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { doJob, type JobName, type Jobs } from './jobs.ts';
import type { Request } from './job-worker.ts';
import type { Share } from './share.ts';

/** A thread, and how it ended if it did: told to whoever asks it, before or after. */
interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<never>;
}

/** Threads that share work with this one. Starting one takes a moment, so it is done while records are read. */
export class JobThreads {
  readonly #others: readonly Thread[];

  /** `threads`: all of them, this one too. Defaults to one a core. */
  constructor(threads: number = availableParallelism()) {
    this.#others = Array.from({ length: Math.max(0, threads - 1) }, startThread);
  }

  /**
   * Does a job in as many shares as there are threads and returns their answers in the order of the shares, whichever
   * was quicker. `own` does this thread's share, when it knows what others do not. Rejects when a thread fails or has
   * ended.
   */
  async run<Name extends JobName>(
    name: Name,
    order: Jobs[Name]['order'],
    own: (share: Share) => Jobs[Name]['answer'] = (share) => doJob(name, order, share),
  ): Promise<readonly Jobs[Name]['answer'][]> {
    const parts = this.#others.length + 1;
    const theirs = Promise.all(
      this.#others.map((thread, index) =>
        ask<Name>(thread, { name, order, share: { part: index + 1, parts } }),
      ),
    );
    // Nobody waits for them when this thread's own share fails.
    theirs.catch(() => undefined);
    return [own({ part: 0, parts }), ...(await theirs)];
  }

  async close(): Promise<void> {
    await Promise.all(this.#others.map(({ worker }) => worker.terminate()));
  }
}

/** A thread has none of the loaders of the one that starts it, and this one is TypeScript. */
const BOOT = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.module); });
`;

function startThread(): Thread {
  const module = new URL('./job-worker.ts', import.meta.url).href;
  const worker = new Worker(BOOT, { eval: true, workerData: { module } });
  worker.unref();
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A thread ended with code ${code}.`)));
  });
  // It ends in peace, too, when nobody asks it any more.
  ended.catch(() => undefined);
  return { worker, ended };
}

async function ask<Name extends JobName>(
  { worker, ended }: Thread,
  request: Request<Name>,
): Promise<Jobs[Name]['answer']> {
  worker.ref();
  const answer = new Promise<Jobs[Name]['answer']>((resolve) => worker.once('message', resolve));
  worker.postMessage(request);
  try {
    return await Promise.race([answer, ended]);
  } finally {
    worker.unref();
  }
}
