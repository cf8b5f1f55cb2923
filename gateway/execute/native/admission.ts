import { performance } from 'node:perf_hooks';

/** Operations under way at once while the process has no time to spare. */
const MOST_WHEN_BUSY = 12;
/** Share of its time that the event loop works, from which on it counts as busy. */
const BUSY = 0.9;
const SAMPLE_MS = 20;

/**
 * Lets operations in. While the process has time to spare they all come in at once: then they wait for
 * subgraphs, and may do so side by side. While it has none, more operations under way make nothing faster;
 * each only keeps its data alive for longer, which the garbage collector pays for. Then later ones wait
 * for earlier ones to finish, in the order in which they came.
 */
export class Admission {
  #underWay = 0;
  #isBusy = false;
  #waiting: (() => void)[] = [];
  #sample = performance.eventLoopUtilization();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), SAMPLE_MS);
    this.#timer.unref();
  }

  /** Null for those who need not wait. Whoever came in must leave. */
  enter(): Promise<void> | null {
    if (!this.#isBusy || this.#underWay < MOST_WHEN_BUSY) {
      this.#underWay += 1;
      return null;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#underWay -= 1;
    this.#letIn();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#isBusy = false;
    this.#letIn();
  }

  #look(): void {
    const sample = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(sample, this.#sample);
    this.#sample = sample;
    this.#isBusy = utilization > BUSY;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && (!this.#isBusy || this.#underWay < MOST_WHEN_BUSY)) {
      this.#underWay += 1;
      this.#waiting.shift()?.();
    }
  }
}
