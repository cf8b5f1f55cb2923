import type { Logger } from 'pino';

import type { GatewayConfig } from '../config.ts';
import { faultsOf } from '../faults-of.ts';
import type { SupergraphSource, SupergraphText } from '../execute/supergraph-source.ts';
import type { ReloadOutcome } from '../generations.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface WorkersSupergraphParts {
  /** Those that answer requests. */
  readonly serving: () => readonly WorkerProcess[];
  readonly log: Logger;
}

/**
 * The supergraph of all workers. A new one goes to one worker first: what that one refuses, no other sees,
 * and workers that start later get the last that was good.
 */
export class WorkersSupergraph {
  readonly #source: SupergraphSource;
  readonly #log: Logger;
  readonly #serving: () => readonly WorkerProcess[];
  #good: SupergraphText;
  #refused: string | null = null;
  #rolling: Promise<unknown> = Promise.resolve();

  /** Throws a ConfigError when there is none to begin with. */
  constructor(source: SupergraphSource, { serving, log }: WorkersSupergraphParts) {
    this.#source = source;
    this.#serving = serving;
    this.#log = log;
    this.#good = source.read();
  }

  /** Makes a worker serve, over the supergraph that is good when it begins to. */
  async startWorker(worker: WorkerProcess, config: GatewayConfig): Promise<string> {
    let given = this.#good;
    const { url } = await worker.ask({ kind: 'start', supergraph: given.text, config });
    while (given !== this.#good) {
      given = this.#good;
      await worker.ask({ kind: 'reload', supergraph: given.text });
    }
    return url;
  }

  /** Turns the workers to a new supergraph, one after another, so that most of them answer at any time. */
  reload(why: 'asked' | 'watched'): Promise<ReloadOutcome> {
    const rolling = this.#rolling.then(() => this.#reload(why));
    this.#rolling = rolling;
    return rolling;
  }

  async #reload(why: 'asked' | 'watched'): Promise<ReloadOutcome> {
    try {
      const next = this.#source.read();
      const isKnown = next.hash === this.#good.hash;
      if (isKnown || (why === 'watched' && next.hash === this.#refused)) return 'unchanged';
      this.#refused = next.hash;
      return await this.#roll(next);
    } catch (error) {
      this.#log.error({ faults: faultsOf(error) }, 'a new supergraph cannot be read');
      return 'refused';
    }
  }

  async #roll(next: SupergraphText): Promise<ReloadOutcome> {
    const [first] = this.#serving();
    if (first === undefined) return 'refused';
    const question = { kind: 'reload', supergraph: next.text } as const;
    const outcome = await first.ask(question);
    if (outcome === 'refused') return outcome;
    this.#good = next;
    this.#refused = null;
    for (const worker of this.#serving().filter((one) => one !== first)) {
      // One that ends now is replaced by one that begins with what is good.
      await worker.ask(question).catch(() => undefined);
    }
    return 'loaded';
  }
}
