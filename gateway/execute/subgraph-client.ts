import type { GraphQLFormattedError } from 'graphql';

import type { RequestContext } from '../context.ts';

/** One request to a subgraph, ready to be sent. */
export interface SubgraphCall {
  /** The JSON of a GraphQL request. */
  readonly body: string;
  /** A mutation is sent once, whatever happens to it. */
  readonly isMutation: boolean;
  /** How many entities must be answered under which response key. */
  readonly entities: readonly { readonly key: string; readonly count: number }[];
}

export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Asks one subgraph. Rejects with a SubgraphUnavailableError when no GraphQL result came. */
export interface SubgraphClient {
  send(call: SubgraphCall, context: RequestContext): Promise<SubgraphResult>;
}

/** No usable answer: down, too slow, or not GraphQL. The reason is for the log only. */
export class SubgraphUnavailableError extends Error {
  readonly subgraph: string;
  readonly reason: string;
  /** Whether the same request may do better at once. */
  readonly passing: boolean;

  constructor(subgraph: string, reason: string, passing = false) {
    super(`Subgraph "${subgraph}" is unavailable: ${reason}`);
    this.name = 'SubgraphUnavailableError';
    this.subgraph = subgraph;
    this.reason = reason;
    this.passing = passing;
  }
}
