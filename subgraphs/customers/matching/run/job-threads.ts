import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { doJob, type JobName, type Jobs } from './jobs.ts';
import type { Request } from './job-worker.ts';
import type { Share } from './share.ts';

/** Threads that share work with this one. Starting one takes a moment, so it is done while records are read. */
export class JobThreads {
  readonly #workers: readonly Worker[];

  /** `threads`: all of them, this one too. Defaults to one a core. */
  constructor(threads: number = availableParallelism()) {
    this.#workers = Array.from({ length: Math.max(0, threads - 1) }, startWorker);
  }

  /**
   * Does a job in as many shares as there are threads and returns their answers in the order of the shares, whichever
   * was quicker. `own` does this thread's share, when it knows what others do not.
   */
  async run<Name extends JobName>(
    name: Name,
    order: Jobs[Name]['order'],
    own: (share: Share) => Jobs[Name]['answer'] = (share) => doJob(name, order, share),
  ): Promise<readonly Jobs[Name]['answer'][]> {
    const parts = this.#workers.length + 1;
    const theirs = this.#workers.map((worker, index) => {
      const answer = answerOf<Jobs[Name]['answer']>(worker);
      const request: Request<Name> = { name, order, share: { part: index + 1, parts } };
      worker.postMessage(request);
      return answer;
    });
    return [own({ part: 0, parts }), ...(await Promise.all(theirs))];
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** A thread has none of the loaders of the one that starts it, and this one is TypeScript. */
const BOOT = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.module); });
`;

function startWorker(): Worker {
  const module = new URL('./job-worker.ts', import.meta.url).href;
  const worker = new Worker(BOOT, { eval: true, workerData: { module } });
  worker.unref();
  // Without a listener an error would end the process before anybody has asked for an answer.
  worker.on('error', () => undefined);
  return worker;
}

function answerOf<Answer>(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number) => reject(new Error(`A thread ended with code ${code}.`));
    worker.ref();
    worker.once('message', (answer: Answer) => {
      worker.off('error', reject);
      worker.off('exit', onExit);
      worker.unref();
      resolve(answer);
    });
    worker.once('error', reject);
    worker.once('exit', onExit);
  });
}
