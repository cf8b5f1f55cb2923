import { AccessFaults } from './access/access-control.ts';
import type { SupergraphSource, SupergraphText } from './execute/supergraph-source.ts';
import { faultsOf } from './faults-of.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { openGeneration } from './generation.ts';
import type { Generation } from './generation.ts';

/** What became of a look at the supergraph. */
export type ReloadOutcome = 'loaded' | 'unchanged' | 'refused';

/** The generation that answers, and those before it that still finish what they began. */
export interface Generations {
  current(): Generation;
  /**
   * Reads the supergraph again. A new one is opened beside the old one, warmed, and answers from then on;
   * one with faults is refused with all of them in the log, and nothing changes. Who only watches is not
   * told of the same faults again.
   */
  reload(why: 'asked' | 'watched'): Promise<ReloadOutcome>;
  close(): Promise<void>;
}

/** Throws whatever the first supergraph is refused for. */
export async function openGenerations(
  source: SupergraphSource,
  parts: GatewayParts,
): Promise<Generations> {
  const text = source.read();
  const first = await openText(text, parts);
  parts.metrics.supergraphRead('loaded');
  return new ReloadedGenerations(source, parts, { generation: first, hash: text.hash });
}

/** Places are read only when there are faults to be told with them. */
async function openText(text: SupergraphText, parts: GatewayParts): Promise<Generation> {
  try {
    return await openGeneration(text.parse({ withPlaces: false }), parts);
  } catch (error) {
    if (!(error instanceof AccessFaults)) throw error;
    return openGeneration(text.parse({ withPlaces: true }), parts);
  }
}

interface Loaded {
  readonly generation: Generation;
  readonly hash: string;
}

class ReloadedGenerations implements Generations {
  readonly #source: SupergraphSource;
  readonly #parts: GatewayParts;
  readonly #retiring = new Set<Promise<void>>();
  #loaded: Loaded;
  /** The hash of what was refused last. */
  #refused: string | null = null;
  /** One at a time; the next waits for the one before. */
  #reloading: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(source: SupergraphSource, parts: GatewayParts, first: Loaded) {
    this.#source = source;
    this.#parts = parts;
    this.#loaded = first;
  }

  current(): Generation {
    return this.#loaded.generation;
  }

  reload(why: 'asked' | 'watched'): Promise<ReloadOutcome> {
    const reloading = this.#reloading.then(() => this.#reload(why));
    this.#reloading = reloading;
    return reloading;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#reloading;
    await Promise.all(this.#retiring);
    await this.#loaded.generation.close();
  }

  async #reload(why: 'asked' | 'watched'): Promise<ReloadOutcome> {
    if (this.#isClosed) return 'unchanged';
    const { metrics, log } = this.#parts;
    try {
      const text = this.#source.read();
      const isKnown = text.hash === this.#loaded.hash;
      if (isKnown || (why === 'watched' && text.hash === this.#refused)) return 'unchanged';
      this.#refused = text.hash;
      await this.#turnTo(text);
      this.#refused = null;
      metrics.supergraphRead('loaded');
      return 'loaded';
    } catch (error) {
      log.error({ faults: faultsOf(error) }, 'a new supergraph is refused');
      metrics.supergraphRead('refused');
      return 'refused';
    }
  }

  async #turnTo(text: SupergraphText): Promise<void> {
    const { log } = this.#parts;
    const before = this.#loaded.generation;
    const next = await openText(text, this.#parts);
    const keys = before.busiest();
    await next.warm(keys);
    this.#loaded = { generation: next, hash: text.hash };
    log.info({ supergraph: text.hash, warmed: keys.length }, 'a new supergraph answers');
    const retiring = this.#retire(before).finally(() => this.#retiring.delete(retiring));
    this.#retiring.add(retiring);
  }

  /** What began on a generation ends on it: queries get as long as at the end of a gateway, mutations all theirs. */
  async #retire(generation: Generation): Promise<void> {
    const { config, log } = this.#parts;
    const { running } = generation;
    await running.whenNoneIsLeft(config.timeouts.drainMs);
    if (running.count > 0) {
      log.warn({ unfinished: running.count }, 'queries of the old supergraph were given up');
      running.abandonQueries();
      await running.whenNoneIsLeft(config.timeouts.requestMs);
    }
    await generation.close();
    log.info({}, 'the old supergraph is closed');
  }
}
