import { Counter, Gauge, Registry } from 'prom-client';

/** What the first process counts of its workers. */
export interface WorkerCounts {
  readonly registry: Registry;
  workerEnded(): void;
}

export function createWorkerCounts(serving: () => number): WorkerCounts {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'switchboard_workers',
    help: 'Workers that answer requests.',
    registers,
    collect() {
      this.set(serving());
    },
  });
  const ends = new Counter({
    name: 'switchboard_worker_ends_total',
    help: 'Workers that ended and were replaced.',
    registers,
  });
  return { registry, workerEnded: () => ends.inc() };
}
