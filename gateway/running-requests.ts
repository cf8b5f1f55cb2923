import { createPresence } from './presence.ts';
import type { Exchange } from './request-step.ts';

/** The requests that run on one generation. */
export class RunningRequests {
  readonly #exchanges = new Set<Exchange>();
  readonly #presence = createPresence();

  add(exchange: Exchange): void {
    this.#exchanges.add(exchange);
    this.#presence.enter();
  }

  delete(exchange: Exchange): void {
    if (this.#exchanges.delete(exchange)) this.#presence.leave();
  }

  get count(): number {
    return this.#presence.count;
  }

  /** Settles when none is left, or when the time is up. */
  whenNoneIsLeft(timeoutMs: number): Promise<void> {
    return this.#presence.whenEmpty(timeoutMs);
  }

  /** Ends what is fetched for queries: they get what there is. A mutation is finished. */
  abandonQueries(): void {
    for (const { record, deadline } of this.#exchanges) {
      if (record.operationKind !== 'mutation') deadline.abandon();
    }
  }
}
