import { HeaderMap } from '@apollo/server';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

import { errorCatalogue, gatewayError, isErrorCode } from './errors.ts';

/** The status that the catalogue gives an error which refuses a whole request. */
export function statusOf(error: Pick<GraphQLFormattedError, 'extensions'> | undefined): number {
  const code = error?.extensions?.['code'];
  const status = isErrorCode(code) ? errorCatalogue[code].status : 500;
  return status === 200 ? 500 : status;
}

/** Tells Apollo Server the status; it takes `extensions.http` out before the client sees the error. */
export function withHttpStatus(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    originalError: error.originalError ?? null,
    extensions: {
      ...error.extensions,
      http: { status: statusOf(error), headers: new HeaderMap() },
    },
  });
}

/** Answers a request that never became an operation, in GraphQL's form (GraphQL over HTTP, section 6). */
export async function sendError(
  error: GraphQLError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { retryAfterSeconds } = error.extensions;
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', retryAfterSeconds);
  if (error.extensions['code'] === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
  await sendErrors([error.toJSON()], request, reply);
}

/** Answers with errors and no data; the first says the status. */
export async function sendErrors(
  errors: readonly GraphQLFormattedError[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const modern = request.headers.accept?.includes('application/graphql-response+json') === true;
  const type = modern ? 'application/graphql-response+json' : 'application/json';
  await reply
    .code(statusOf(errors[0]))
    .header('content-type', `${type}; charset=utf-8`)
    .send(JSON.stringify({ errors }));
}

/** What Fastify refuses by itself, in the words of the catalogue. */
export function fromFastify(error: unknown, bodyBytes: number): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { statusCode, code } = error as Partial<FastifyError>; // Any thrown thing; both may be missing.
  if (statusCode === 413) return gatewayError('REQUEST_TOO_LARGE', [bodyBytes]);
  if (statusCode === 415) return gatewayError('UNSUPPORTED_MEDIA_TYPE', []);
  if (statusCode === 400) {
    const empty = code === 'FST_ERR_CTP_EMPTY_JSON_BODY';
    return gatewayError('BAD_REQUEST', [
      `Request body must be a JSON object, but ${empty ? 'it is empty' : 'it is not JSON'}.`,
    ]);
  }
  return gatewayError('INTERNAL_SERVER_ERROR', [], {
    originalError: error instanceof Error ? error : null,
  });
}
