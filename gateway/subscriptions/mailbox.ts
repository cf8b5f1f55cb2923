import type { GraphQLError } from 'graphql';

import type { Announcement } from '../../schema/announcement.ts';
import { gatewayError } from '../errors.ts';

/** An announcement as it came to this process. */
export interface HeardEvent extends Announcement {
  /** Counts what this process hears, from 1. */
  readonly number: number;
}

/** How a subscription ended: as somebody wanted, or for what the subscriber is told. */
type End = { readonly error: GraphQLError | null };

/**
 * The events that wait for one subscriber. Bounded: with one more than `most` all are dropped, and taking says why.
 * Events on one object that wait are one: whoever takes it sees the object as it is then.
 */
export class Mailbox {
  readonly #most: number;
  readonly #onEnd: () => void;
  readonly #waiting = new Map<string, HeardEvent>();
  #end: End | null = null;
  #wake: (() => void) | null = null;

  /** `onEnd` is called once, when nothing more is to be put in. */
  constructor(most: number, onEnd: () => void) {
    this.#most = most;
    this.#onEnd = onEnd;
  }

  /** Whether it waited for a place in vain. */
  put(event: HeardEvent): 'kept' | 'dropped' {
    if (this.#end !== null) return 'dropped';
    if (!this.#waiting.has(event.key) && this.#waiting.size >= this.#most) {
      this.end(gatewayError('SUBSCRIPTION_TOO_SLOW', [this.#most]));
      return 'dropped';
    }
    this.#waiting.set(event.key, event);
    this.#wake?.();
    return 'kept';
  }

  /** Waits for the next event; null after the end. Throws, once, what the subscriber is to be told of the end. */
  async take(): Promise<HeardEvent | null> {
    while (this.#end === null) {
      for (const [key, event] of this.#waiting) {
        this.#waiting.delete(key);
        return event;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
    const { error } = this.#end;
    this.#end = { error: null };
    if (error !== null) throw error;
    return null;
  }

  get isEnded(): boolean {
    return this.#end !== null;
  }

  /** What waits is dropped. The first end counts. */
  end(error: GraphQLError | null): void {
    if (this.#end !== null) return;
    this.#end = { error };
    this.#waiting.clear();
    this.#onEnd();
    this.#wake?.();
  }
}
