import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';

import type { Presentation } from '../access/presentation.ts';
import type { RequestContext } from '../context.ts';
import type { PlanningLimits } from '../plan/planning-thread.ts';
import type { SubgraphClient } from './subgraph-client.ts';

/** One valid operation, as the steps before hand it on. */
export interface EngineOperation {
  /** The client's document. */
  readonly document: DocumentNode;
  /** What of it may run and how the result looks; null before access is decided. */
  readonly presentation: Presentation | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Runs operations over one supergraph. Errors come in the result; nothing is thrown for a subgraph's sake. */
export interface Engine {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** The client's result, errors of what was withheld not yet added. Needs the operation's presentation. */
  execute(operation: EngineOperation): Promise<ExecutionResult>;
  /** The operations that are asked most, by what it cost to prepare them; the share is from 0 to 1. */
  busiest(share: number): readonly PreparedKey[];
  /** Prepares operations before they are asked; those that its supergraph cannot answer are left out. */
  warm(keys: readonly PreparedKey[]): Promise<void>;
  stop(): Promise<void>;
}

/** One prepared operation, as an engine names it to another of its kind over another supergraph. */
export type PreparedKey = string;

export interface EngineSettings {
  /** Supergraph SDL without the security directives. */
  readonly supergraph: string;
  /** How a subgraph is asked. */
  readonly clientFor: (subgraph: string) => SubgraphClient;
  readonly log: RequestContext['log'];
  /** What planning one operation may cost. */
  readonly planning: PlanningLimits;
  /** Called for each operation, with whether it was prepared already. */
  readonly observePreparation: (outcome: 'hit' | 'miss') => void;
}

/** The presentation that the access step attached. Throws where that step is missing: nothing runs unjudged. */
export function presentationOf({ presentation }: EngineOperation): Presentation {
  if (presentation === null) throw new Error('An operation came to the engine without a decision.');
  return presentation;
}
