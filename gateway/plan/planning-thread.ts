import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import type { PlannerAnswer, PlannerQuestion } from './planner-messages.ts';
import type { QueryPlan } from './query-plan.ts';

/** Why there is no plan. */
export type PlanRefusal =
  /** The planner will not have the operation. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Planning took more time or memory than one operation may. */
  | { readonly kind: 'too-costly'; readonly reason: string };

export class PlanRefusedError extends Error {
  readonly refusal: PlanRefusal;

  constructor(refusal: PlanRefusal) {
    super(`The operation cannot be planned: ${refusal.reason}`);
    this.name = 'PlanRefusedError';
    this.refusal = refusal;
  }
}

/** What one thread may use for one operation. */
export interface PlanningLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Planning is no faster with more, and a thread keeps what it once had. */
const YOUNG_MEGABYTES = 12;

interface Waiting {
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/** One thread with a planner. It answers in turn; over its limits it ends, and all it was asked with it. */
export class PlanningThread {
  /** The SDL of what clients may ask; rejects when the supergraph cannot be planned over. */
  readonly ready: Promise<string>;
  readonly #worker: Worker;
  readonly #limits: PlanningLimits;
  readonly #waiting = new Map<number, Waiting>();
  #timer: NodeJS.Timeout | null = null;
  #asked = 0;
  #ended: PlanRefusal | null = null;

  /** `program` is a file that `plannerProgram` made. */
  constructor(program: string, supergraphSdl: string, limits: PlanningLimits) {
    this.#limits = limits;
    // The process's flag would hold for its threads as well, whatever their limits say: no thread is meant by it.
    setFlagsFromString('--max-semi-space-size=0');
    this.#worker = new Worker(program, {
      workerData: supergraphSdl,
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: limits.megabytes,
        maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      },
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: PlannerAnswer) => {
        if (message.kind === 'ready') resolve(message.api);
        else if (message.kind === 'unusable') reject(new Error(message.reason));
        else this.#settle(message);
      });
      this.#worker.on('error', (error) => {
        reject(error);
        this.#end({ kind: 'too-costly', reason: `its thread ended: ${error.message}` });
      });
      this.#worker.on('exit', () => {
        reject(new Error('The planner ended before it was ready.'));
        this.#end({ kind: 'too-costly', reason: 'its thread ended' });
      });
    });
    const rest = (): void => this.#rest();
    this.ready.then(rest, rest); // Whoever needs it waits for it.
  }

  get isEnded(): boolean {
    return this.#ended !== null;
  }

  /** How many operations wait for it. */
  get load(): number {
    return this.#waiting.size;
  }

  /** Rejects with a PlanRefusedError. */
  plan(text: string): Promise<QueryPlan> {
    if (this.#ended !== null) return Promise.reject(new PlanRefusedError(this.#ended));
    this.#asked += 1;
    const question: PlannerQuestion = { id: this.#asked, text };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      if (this.#waiting.size === 1) this.#startTimer();
      this.#worker.ref();
      this.#worker.postMessage(question);
    });
  }

  async stop(): Promise<void> {
    this.#end({ kind: 'too-costly', reason: 'the gateway stops' });
    await this.#worker.terminate();
  }

  #settle(message: Extract<PlannerAnswer, { readonly id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    this.#startTimer();
    this.#rest();
    if (message.kind === 'plan')
      waiting?.resolve(message.plan as QueryPlan); // Apollo's own type.
    else waiting?.reject(new PlanRefusedError({ kind: 'refused', reason: message.reason }));
  }

  /** A thread without work keeps no process alive. */
  #rest(): void {
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  /** The oldest question has the limit for itself: those before it are answered. */
  #startTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const { milliseconds } = this.#limits;
    this.#timer = setTimeout(() => {
      this.#end({ kind: 'too-costly', reason: `it took more than ${milliseconds} ms` });
      void this.#worker.terminate();
    }, milliseconds);
  }

  #end(why: PlanRefusal): void {
    this.#ended ??= why;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const [first, ...others] = this.#waiting.values();
    this.#waiting.clear();
    first?.reject(new PlanRefusedError(why));
    // Those behind it did nothing wrong; who asked may ask another thread.
    for (const waiting of others) waiting.reject(new PlannerGoneError());
  }
}

/** The thread ended for another operation's sake. */
export class PlannerGoneError extends Error {}
