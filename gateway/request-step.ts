import type { ExecutionResult } from 'graphql';
import type { FastifyRequest } from 'fastify';

import type { Caller } from './auth/caller.ts';
import type { RequestRecord } from './context.ts';
import type { Deadline } from './deadline.ts';
import type { EngineOperation } from './execute/engine.ts';

/** One HTTP request on its way, before it is an operation. */
export interface Exchange {
  readonly requestId: string;
  /** In milliseconds of `performance.now()`. */
  readonly startedAt: number;
  readonly record: RequestRecord;
  readonly deadline: Deadline;
  /** Set by the step that reads the token. */
  caller: Caller | null;
  /** What is being done to answer it; null before and after. */
  work: Promise<unknown> | null;
}

/** What is known of a request by its headers; a WebSocket brings some of them in its first message. */
export type Arrival = Pick<FastifyRequest, 'headers' | 'ip'>;

/** Runs when the headers are there and the body is not. Refuses by throwing an error of the catalogue. */
export interface ArrivalStep {
  readonly at: 'arrival';
  readonly name: string;
  run(request: Arrival, exchange: Exchange): Promise<void>;
}

/** Runs when the body is read, before the document is parsed by anybody else. Refuses by throwing. */
export interface DocumentStep {
  readonly at: 'document';
  readonly name: string;
  run(body: GraphQLBody, exchange: Exchange): Promise<void>;
}

/** Runs round the rest of the steps, with a document that is valid for the schema. */
export interface OperationStep {
  readonly at: 'operation';
  readonly name: string;
  run(
    operation: EngineOperation,
    next: (operation: EngineOperation) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult>;
}

export type RequestStep = ArrivalStep | DocumentStep | OperationStep;

/** What of a request is GraphQL's, wherever it stood. */
export interface GraphQLBody {
  readonly query: string | null;
  readonly variables: unknown;
}
