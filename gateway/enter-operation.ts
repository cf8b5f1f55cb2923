import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

import type { RequestContext } from './context.ts';
import { readGraphQLBody } from './graphql-body.ts';
import { fromFastify, withHttpStatus } from './http-errors.ts';
import { noteError } from './note-error.ts';
import type { DocumentStep } from './request-step.ts';

interface Entrance {
  readonly steps: readonly DocumentStep[];
  readonly bodyBytes: number;
  readonly log: Logger;
}

/** Apollo Server asks for the context before it parses: here the document's size is judged. */
export async function enterOperation(
  request: FastifyRequest,
  { steps, bodyBytes, log }: Entrance,
): Promise<RequestContext> {
  const { exchange } = request;
  try {
    const body = readGraphQLBody(request);
    for (const step of steps) await step.run(body, exchange);
  } catch (error) {
    const known = fromFastify(error, bodyBytes);
    noteError(known, exchange, log);
    throw withHttpStatus(known);
  }
  const { requestId, caller, deadline, record } = exchange;
  return { requestId, caller, record, log, deadline };
}
