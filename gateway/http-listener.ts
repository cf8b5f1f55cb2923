import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { allowOrigins } from './cors.ts';
import { gatewayError } from './errors.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { Generation } from './generation.ts';
import { fromFastify, sendError } from './http-errors.ts';
import { noteError } from './note-error.ts';
import { observeRequests } from './observe-requests.ts';
import type { Exchange } from './request-step.ts';
import { streamEvents, wantsEventStream } from './subscriptions/event-stream.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';
import { answerUnreadable } from './unreadable-requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** This request on its way; set before any step runs. */
    exchange: Exchange;
    /** What answers this request, whatever is loaded meanwhile; null where nothing is there to be asked. */
    generation: Generation | null;
  }
}

/** HTTP in front of the steps: limits of size, one exchange a request, errors in the catalogue's words. */
export function createHttpListener(
  parts: GatewayParts,
  currentGeneration: () => Generation,
  subscriptions: Subscriptions,
): FastifyInstance {
  const { config, log } = parts;
  const app = Fastify({
    bodyLimit: config.limits.bodyBytes,
    requestTimeout: config.timeouts.requestMs * 2,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: config.limits.headerBytes },
    clientErrorHandler: (error, socket) =>
      answerUnreadable(error, socket, config.limits.headerBytes),
    // A path with a broken escape is as unknown as any other.
    routerOptions: { onBadUrl: (_path, _request, response) => void response.writeHead(404).end() },
  });
  app.decorateRequest('generation', null);
  observeRequests(app, parts);
  allowOrigins(app, config.cors.origins);
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) =>
    sendError(gatewayError('NOT_FOUND', []), request, reply),
  );
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    async onRequest(request) {
      const generation = currentGeneration();
      request.generation = generation;
      generation.running.add(request.exchange);
      for (const step of generation.arrival) await step.run(request, request.exchange);
    },
    handler: (request, reply) =>
      wantsEventStream(request)
        ? streamEvents(request, reply, { parts, subscriptions })
        : answer.call(app, request, reply),
  });
  return app;

  async function refuse(
    error: unknown,
    ...[request, reply]: [FastifyRequest, FastifyReply]
  ): Promise<void> {
    const known = fromFastify(error, config.limits.bodyBytes);
    noteError(known, request.exchange, log);
    await sendError(known, request, reply);
  }
}

async function answer(
  this: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { exchange, generation } = request;
  if (generation === null) throw new Error('A request came to be answered without a generation.');
  const work = Promise.resolve(generation.handle.call(this, request, reply));
  exchange.work = work;
  try {
    return await work;
  } finally {
    exchange.work = null;
  }
}
