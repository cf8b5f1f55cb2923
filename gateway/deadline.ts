/** Who wants to know at once that a request was given up. */
export interface Waiting {
  giveUp(): void;
}

/**
 * How long one request is waited for. Lighter than an AbortSignal, of which each would cost more than
 * reading a subgraph's answer does.
 */
export class Deadline {
  /** In milliseconds of `performance.now()`. */
  readonly endsAt: number;
  #isAbandoned = false;
  #waiting: Set<Waiting> | null = null;

  constructor(endsAt: number) {
    this.endsAt = endsAt;
  }

  /** Whether whoever asked has gone. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  add(waiting: Waiting): void {
    this.#waiting ??= new Set();
    this.#waiting.add(waiting);
  }

  delete(waiting: Waiting): void {
    this.#waiting?.delete(waiting);
  }

  /** Nobody waits any more, though there would be time. */
  abandon(): void {
    this.#isAbandoned = true;
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const one of waiting ?? []) one.giveUp();
  }
}
