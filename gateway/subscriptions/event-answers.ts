import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';

import { gatewayError } from '../errors.ts';
import type { HeardEvent, Mailbox } from './mailbox.ts';
import { SubscriptionRefused } from './subscription-refused.ts';

/** Answers an event for one subscriber; null where there is nothing for them to know of. */
export type AnswerEvent = (event: HeardEvent) => Promise<ExecutionResult | null>;

/**
 * The response stream of one subscription (GraphQL specification, section 6.2.3.2). An event is answered when the
 * subscriber is there to take it and not before, so that rights are those of that moment. Throws an error of the
 * catalogue where the subscription ended for another reason than its subscriber's.
 */
export class EventAnswers implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #mailbox: Mailbox;
  readonly #answer: AnswerEvent;
  readonly #onFault: (error: unknown) => void;

  constructor(
    mailbox: Mailbox,
    answer: AnswerEvent,
    /** Told of what is no error of the catalogue. */
    onFault: (error: unknown) => void,
  ) {
    this.#mailbox = mailbox;
    this.#answer = answer;
    this.#onFault = onFault;
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    for (;;) {
      const event = await this.#mailbox.take();
      if (event === null) return ENDED;
      const result = await this.#answerTo(event);
      // What ended meanwhile is over: its token, for example.
      if (result !== null && !this.#mailbox.isEnded) return { done: false, value: result };
    }
  }

  /** Ends the stream with what its subscriber is to be told. */
  end(error: GraphQLError): void {
    this.#mailbox.end(error);
  }

  return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#mailbox.end(null);
    return Promise.resolve(ENDED);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #answerTo(event: HeardEvent): Promise<ExecutionResult | null> {
    try {
      return await this.#answer(event);
    } catch (error) {
      this.#mailbox.end(this.#told(error));
      return null;
    }
  }

  #told(error: unknown): GraphQLError {
    if (error instanceof SubscriptionRefused && error.errors[0] !== undefined)
      return error.errors[0];
    if (error instanceof GraphQLError) return error;
    this.#onFault(error);
    return gatewayError('INTERNAL_SERVER_ERROR', []);
  }
}

const ENDED = Object.freeze({ done: true, value: undefined });
