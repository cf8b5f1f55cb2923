import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { ApolloServer } from '@apollo/server';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';

import { answererOfKnown } from './answer-known.ts';
import type { RequestContext } from './context.ts';
import { enterOperation, enterThroughApollo } from './enter-operation.ts';
import type { Entrance } from './enter-operation.ts';
import type { KnownOperations } from './known-operations.ts';
import type { RunOperation } from './run-operation.ts';

export interface GraphQLHandlerParts {
  readonly server: ApolloServer<RequestContext>;
  readonly entrance: Entrance;
  readonly known: KnownOperations;
  readonly run: RunOperation;
}

/** Answers requests for known operations at once, and leaves all others to Apollo Server. */
export function createGraphQLHandler(parts: GraphQLHandlerParts): RouteHandlerMethod {
  const { server, entrance, known, run } = parts;
  const enter = (request: FastifyRequest) => enterOperation(request, entrance);
  const answerKnown = answererOfKnown({ known, enter, run });
  const askApollo = fastifyApolloHandler(server, {
    context: (request) => enterThroughApollo(request, entrance),
  });
  return async function handle(request, reply) {
    if (await answerKnown(request, reply)) return reply;
    return askApollo.call(this, request, reply);
  };
}
