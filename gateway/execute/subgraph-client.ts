import type { GraphQLFormattedError } from 'graphql';

import type { RequestContext } from '../context.ts';

/** One request to a subgraph, ready to be sent. */
export interface SubgraphCall {
  /** JSON of `query`, `operationName` and `variables` (GraphQL over HTTP, section 5.4). */
  readonly body: string;
  /** Whether it may change something: then it is sent once, whatever happens. */
  readonly isMutation: boolean;
  /** What of the data must come as a list of just this length. */
  readonly entities: readonly AskedEntities[];
  /** Given where an answer can be the client's response as it is. */
  readonly check?: ResponseCheck;
}

/** Whether a subgraph's answer is, to the byte, a response that the client may have. */
export type ResponseCheck = (answer: Buffer) => boolean;

/** `_entities`, or an alias of it, and how many representations it was given. */
export interface AskedEntities {
  readonly key: string;
  readonly count: number;
}

export interface SubgraphResult {
  /** The answer itself, where it passed the check of the call. */
  readonly passed?: PassedAnswer;
  readonly data?: Record<string, unknown> | null;
  /**
   * Whether no text in the data needs an escape in JSON: known where the answer itself came without any.
   * Then writing it needs no second look.
   */
  readonly isPlain?: boolean;
  /** Never empty. */
  readonly errors?: readonly GraphQLFormattedError[];
}

export interface PassedAnswer {
  readonly check: ResponseCheck;
  readonly answer: Buffer;
}

/** Asks one subgraph. What it rejects with when no GraphQL result came, the wrappers say. */
export interface SubgraphClient {
  send(call: SubgraphCall, context: RequestContext): Promise<SubgraphResult>;
}

/** A client under the deadline: it is told at which `performance.now()` nobody waits any more. */
export interface TimedClient {
  send(call: SubgraphCall, context: RequestContext, endsAt: number): Promise<SubgraphResult>;
}
