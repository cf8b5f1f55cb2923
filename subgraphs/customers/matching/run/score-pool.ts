import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PairComparer } from '../compare/pair-comparer.ts';
import type { ScoredPairs, ScoreOrder } from './score-share.ts';
import { scoreShare } from './score-share.ts';

/** Threads that score pairs beside this one. Starting one takes a moment, so it is done while records are read. */
export class ScorePool {
  readonly #workers: readonly Worker[];

  /** `threads`: all of them, this one too. Defaults to one a core. */
  constructor(threads: number = availableParallelism()) {
    this.#workers = Array.from({ length: Math.max(0, threads - 1) }, startWorker);
  }

  /**
   * Scores all candidate pairs. The order of the answer does not depend on which thread was quicker. `comparer`: one
   * of the order's columns, for this thread's share.
   */
  async score(order: ScoreOrder, comparer: PairComparer): Promise<ScoredPairs> {
    const parts = this.#workers.length + 1;
    const theirs = this.#workers.map((worker, index) => {
      const answer = answerOf(worker);
      worker.postMessage({ order, share: { part: index + 1, parts } });
      return answer;
    });
    const own = scoreShare(order, { part: 0, parts }, comparer);
    return joinScored([own, ...(await Promise.all(theirs))]);
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
  const module = new URL('./score-worker.ts', import.meta.url).href;
  const worker = new Worker(BOOT, { eval: true, workerData: { module } });
  worker.unref();
  // Without a listener an error would end the process before anybody has asked for an answer.
  worker.on('error', () => undefined);
  return worker;
}

function answerOf(worker: Worker): Promise<ScoredPairs> {
  return new Promise((resolve, reject) => {
    const settle = <Value>(then: (value: Value) => void) => {
      return (value: Value) => {
        worker.removeAllListeners('message');
        worker.unref();
        then(value);
      };
    };
    worker.ref();
    worker.once('message', settle(resolve));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A scoring thread ended with code ${code}.`)));
  });
}

function joinScored(parts: readonly ScoredPairs[]): ScoredPairs {
  const total = parts.reduce((sum, { lefts }) => sum + lefts.length, 0);
  const lefts = new Int32Array(total);
  const rights = new Int32Array(total);
  const weights = new Float64Array(total);
  let at = 0;
  let compared = 0;
  for (const part of parts) {
    lefts.set(part.lefts, at);
    rights.set(part.rights, at);
    weights.set(part.weights, at);
    at += part.lefts.length;
    compared += part.compared;
  }
  return { lefts, rights, weights, compared };
}
