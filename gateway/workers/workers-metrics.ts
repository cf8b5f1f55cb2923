import { setTimeout as wait } from 'node:timers/promises';

import { AggregatorRegistry } from 'prom-client';
import type { Registry } from 'prom-client';

import type { WorkerMetrics } from './messages.ts';
import type { WorkerProcess } from './worker-process.ts';

/** How long a worker may take to say what it counted; then what it said before is shown. */
const PATIENCE_MS = 1_000;
/** What only grows. Of a worker that ended this stays, so that no sum falls. */
const LASTING_TYPES: ReadonlySet<unknown> = new Set(['counter', 'histogram']);

/** Adds up what all workers counted, those included that have ended. */
export class WorkersMetrics {
  readonly #own: Registry;
  readonly #last = new Map<WorkerProcess, WorkerMetrics>();
  #past: WorkerMetrics = [];

  constructor(own: Registry) {
    this.#own = own;
  }

  /** In Prometheus' text format. */
  async text(workers: readonly WorkerProcess[]): Promise<string> {
    const now = await Promise.all(workers.map((worker) => this.#ask(worker)));
    const own = await this.#own.getMetricsAsJSON();
    return AggregatorRegistry.aggregate([own, this.#past, ...now]).metrics();
  }

  /** Keeps what a worker had counted when it was asked last. */
  async remember(ended: WorkerProcess): Promise<void> {
    const last = this.#last.get(ended) ?? [];
    this.#last.delete(ended);
    const lasting = last.filter(({ type }) => LASTING_TYPES.has(type));
    this.#past = await AggregatorRegistry.aggregate([this.#past, lasting]).getMetricsAsJSON();
  }

  async #ask(worker: WorkerProcess): Promise<WorkerMetrics> {
    const late = wait(PATIENCE_MS, null, { ref: false });
    const said = await Promise.race([worker.ask({ kind: 'metrics' }).catch(() => null), late]);
    if (said !== null) this.#last.set(worker, said);
    return said ?? this.#last.get(worker) ?? [];
  }
}
