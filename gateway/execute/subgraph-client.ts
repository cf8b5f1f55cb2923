import type { GraphQLFormattedError } from 'graphql';

import type { RequestContext } from '../context.ts';

export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Asks one subgraph. Rejects with a SubgraphUnavailableError when no GraphQL result came. */
export interface SubgraphClient {
  ask(request: SubgraphRequest, context: RequestContext): Promise<SubgraphResult>;
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
