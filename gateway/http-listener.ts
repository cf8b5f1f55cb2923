import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { allowOrigins } from './cors.ts';
import { gatewayError } from './errors.ts';
import { createExchange, watchForGivingUp } from './exchange.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { Generation } from './generation.ts';
import { fromFastify, sendError } from './http-errors.ts';
import { noteError } from './note-error.ts';
import type { Exchange } from './request-step.ts';
import { logRequest } from './telemetry/request-log.ts';
import { answerUnreadable } from './unreadable-requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** This request on its way; set before any step runs. */
    exchange: Exchange;
    /** What answers this request, whatever is loaded meanwhile. */
    generation: Generation;
  }
}

/** HTTP in front of the steps: limits of size, one exchange a request, errors in the catalogue's words. */
export function createHttpListener(
  parts: GatewayParts,
  currentGeneration: () => Generation,
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
      request.generation = currentGeneration();
      for (const step of request.generation.arrival) await step.run(request, request.exchange);
    },
    handler: (request, reply) => request.generation.handle.call(app, request, reply),
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

/** Log line, metrics and the count of running requests: round the request, not in it. */
function observeRequests(
  app: FastifyInstance,
  { config, lifecycle, metrics, log }: GatewayParts,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    request.exchange = createExchange(request, config.timeouts.requestMs);
    lifecycle.begin();
    metrics.requestStarted();
    watchForGivingUp(request.exchange, reply.raw);
    reply.headers({ 'x-request-id': request.exchange.requestId, 'cache-control': 'no-store' });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const seconds = reply.elapsedTime / 1000;
    lifecycle.end();
    metrics.requestEnded(reply.statusCode, seconds);
    for (const code of request.exchange.record.errorCodes) metrics.errorSent(code);
    logRequest(log, request.exchange, reply.statusCode, seconds);
    done();
  });
}
