import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';

import type { RequestContext } from '../context.ts';
import type { SubgraphClient } from './subgraph-client.ts';

/** One operation, valid and allowed, as the steps before hand it on. */
export interface EngineOperation {
  readonly document: DocumentNode;
  /** The document's text; equal texts may share a plan. */
  readonly text: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Runs operations over one supergraph. Errors come in the result; nothing is thrown for a subgraph's sake. */
export interface Engine {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  execute(operation: EngineOperation): Promise<ExecutionResult>;
  stop(): Promise<void>;
}

export interface EngineSettings {
  /** Supergraph SDL without the security directives. */
  readonly supergraph: string;
  /** How a subgraph is asked. */
  readonly clientFor: (subgraph: string) => SubgraphClient;
  readonly log: RequestContext['log'];
}
