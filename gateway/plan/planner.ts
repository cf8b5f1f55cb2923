import type { Logger } from 'pino';

import { plannerProgram } from './planner-program.ts';
import { PlannerGoneError, PlanningThread, PlanRefusedError } from './planning-thread.ts';
import type { PlanningLimits } from './planning-thread.ts';
import type { QueryPlan } from './query-plan.ts';

/** Makes plans over one supergraph, off the thread that answers requests. */
export interface Planner {
  /** What clients may ask, as SDL. */
  readonly api: string;
  /** Rejects with a PlanRefusedError for an operation that has no plan or costs too much to plan. */
  plan(text: string): Promise<QueryPlan>;
  stop(): Promise<void>;
}

export interface PlannerSettings extends PlanningLimits {
  /** Supergraph SDL without the security directives. */
  readonly supergraph: string;
  readonly log: Logger;
}

/** A second thread is started when the first has been at one operation for this long. */
const PATIENCE_MS = 500;
const MOST_THREADS = 2;

/** Rejects when the supergraph cannot be planned over. */
export async function startPlanner(settings: PlannerSettings): Promise<Planner> {
  const program = await plannerProgram();
  const start = (): PlanningThread => new PlanningThread(program, settings.supergraph, settings);
  const first = start();
  const threads = new Threads(start, first, settings.log);
  const api = await first.ready;
  return {
    api,
    plan: (text) => threads.plan(text),
    stop: () => threads.stop(),
  };
}

class Threads {
  readonly #begin: () => PlanningThread;
  readonly #log: Logger;
  #threads: PlanningThread[];
  #isStopped = false;

  constructor(begin: () => PlanningThread, first: PlanningThread, log: Logger) {
    this.#begin = begin;
    this.#log = log;
    this.#threads = [first];
  }

  async plan(text: string): Promise<QueryPlan> {
    while (!this.#isStopped) {
      const thread = this.#leastBusy();
      const hurry = setTimeout(() => this.#help(thread), PATIENCE_MS);
      try {
        return await thread.plan(text);
      } catch (error) {
        if (!(error instanceof PlannerGoneError)) throw error;
      } finally {
        clearTimeout(hurry);
      }
    }
    throw new PlanRefusedError({ kind: 'refused', reason: 'the planner has stopped' });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  #leastBusy(): PlanningThread {
    this.#threads = this.#threads.filter((thread) => !thread.isEnded);
    const [first, ...others] = this.#threads;
    if (first === undefined) return this.#start();
    return others.reduce((best, one) => (one.load < best.load ? one : best), first);
  }

  /** Whoever asks next need not wait behind a long plan. */
  #help(busy: PlanningThread): void {
    const isOnlyOne = this.#threads.every((thread) => thread.isEnded || thread === busy);
    if (isOnlyOne && this.#threads.length < MOST_THREADS) this.#start();
  }

  #start(): PlanningThread {
    const thread = this.#begin();
    thread.ready.catch((error: unknown) => {
      if (!this.#isStopped) this.#log.error({ err: error }, 'a planner could not start');
    });
    this.#threads.push(thread);
    return thread;
  }
}
