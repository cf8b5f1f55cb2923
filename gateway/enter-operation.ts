import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import type { RequestContext } from './context.ts';
import { readGraphQLBody } from './graphql-body.ts';
import { fromFastify, withHttpStatus } from './http-errors.ts';
import { noteError } from './note-error.ts';
import type { DocumentStep } from './request-step.ts';

/** What judges a request before it is an operation. */
export interface Entrance {
  readonly steps: readonly DocumentStep[];
  readonly bodyBytes: number;
  readonly log: Logger;
}

/** Apollo Server asks for the context before it parses, and for the status of what it is told to refuse. */
export async function enterThroughApollo(
  request: FastifyRequest,
  entrance: Entrance,
): Promise<RequestContext> {
  try {
    return await enterOperation(request, entrance);
  } catch (error) {
    const known = fromFastify(error, entrance.bodyBytes);
    noteError(known, request.exchange, entrance.log);
    throw withHttpStatus(known);
  }
}

/** Judges the size of document and variables. Throws an error of the catalogue. */
export async function enterOperation(
  request: FastifyRequest,
  { steps, log }: Entrance,
): Promise<RequestContext> {
  const { exchange } = request;
  const body = readGraphQLBody(request);
  for (const step of steps) await step.run(body, exchange);
  const { requestId, caller, deadline, record } = exchange;
  return { requestId, caller, record, log, deadline };
}
