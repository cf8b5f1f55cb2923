import cluster from 'node:cluster';

import type { Logger } from 'pino';

import { WorkerProcess } from './worker-process.ts';

export interface WorkerPoolSettings {
  readonly size: number;
  /** Makes a worker serve; rejects with why it cannot. */
  readonly prepare: (worker: WorkerProcess) => Promise<unknown>;
  /** Told of each worker that served and ended before it was asked to. */
  readonly onReplace: (worker: WorkerProcess) => void;
  readonly log: Logger;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** One that served for this long did not end because of how it began. */
const PROVEN_MS = 5_000;

/** As many workers as were asked for: one that ends is replaced, at once or, if it cannot live, ever more slowly. */
export class WorkerPool {
  readonly #settings: WorkerPoolSettings;
  readonly #serving = new Set<WorkerProcess>();
  readonly #living = new Set<WorkerProcess>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #isStopping = false;

  constructor(settings: WorkerPoolSettings) {
    this.#settings = settings;
  }

  /** Those that answer requests. */
  get serving(): readonly WorkerProcess[] {
    return [...this.#serving];
  }

  /** The first alone, for what it makes or fails at; then all others. Rejects with what the first of them says. */
  async start(): Promise<void> {
    await this.#launch(FIRST_PAUSE_MS);
    const others = Array.from({ length: this.#settings.size - 1 });
    await Promise.all(others.map(() => this.#launch(FIRST_PAUSE_MS)));
  }

  /** Lets every worker finish; those that are not done in time are killed. Resolves to how many were. */
  async stop(timeoutMs: number): Promise<number> {
    this.#isStopping = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    const living = [...this.#living];
    let killed = 0;
    const timer = setTimeout(() => {
      for (const worker of this.#living) {
        killed += 1;
        worker.kill();
      }
    }, timeoutMs);
    for (const worker of living) worker.ask({ kind: 'stop' }).catch(() => undefined);
    await Promise.all(living.map(({ ended }) => ended));
    clearTimeout(timer);
    return killed;
  }

  async #launch(pauseMs: number): Promise<void> {
    const worker = new WorkerProcess(cluster.fork());
    this.#living.add(worker);
    let servesSince: number | null = null;
    void worker.ended.then((end) => {
      this.#living.delete(worker);
      this.#serving.delete(worker);
      // One that never served is the concern of whoever launched it.
      if (servesSince === null || this.#isStopping) return;
      this.#settings.onReplace(worker);
      this.#settings.log.error(
        { ...end, processId: worker.processId },
        'a worker ended; another takes its place',
      );
      const isProven = performance.now() - servesSince > PROVEN_MS;
      this.#launchAfter(isProven ? FIRST_PAUSE_MS : pauseMs);
    });
    try {
      await this.#settings.prepare(worker);
      servesSince = performance.now();
      this.#serving.add(worker);
      const { processId } = worker;
      this.#settings.log.info({ processId }, 'a worker answers');
    } catch (error) {
      worker.kill();
      throw error;
    }
  }

  #launchAfter(pauseMs: number): void {
    if (this.#isStopping) return;
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      const longer = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      this.#launch(longer).catch((error: unknown) => {
        if (!this.#isStopping) this.#settings.log.error({ err: error }, 'a worker could not start');
        this.#launchAfter(longer);
      });
    }, pauseMs);
    this.#pauses.add(pause);
  }
}
