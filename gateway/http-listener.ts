import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { ApolloServer } from '@apollo/server';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import type { GatewayConfig } from './config.ts';
import type { RequestContext } from './context.ts';
import { allowOrigins } from './cors.ts';
import { gatewayError } from './errors.ts';
import { createExchange, watchForGivingUp } from './exchange.ts';
import { fromFastify, sendError, withHttpStatus } from './http-errors.ts';
import { readGraphQLBody } from './graphql-body.ts';
import { answerUnreadable } from './unreadable-requests.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ArrivalStep, DocumentStep, Exchange } from './request-step.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { logRequest } from './telemetry/request-log.ts';

export interface HttpListenerParts {
  readonly config: GatewayConfig;
  readonly arrival: readonly ArrivalStep[];
  readonly document: readonly DocumentStep[];
  readonly server: ApolloServer<RequestContext>;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly log: Logger;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** This request on its way; set before any step runs. */
    exchange: Exchange;
  }
}

/** HTTP in front of the steps: limits of size, one exchange a request, errors in the catalogue's words. */
export function createHttpListener(parts: HttpListenerParts): FastifyInstance {
  const { config } = parts;
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
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendError(gatewayError('NOT_FOUND', []), request, reply),
  );
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    async onRequest(request) {
      for (const step of parts.arrival) await step.run(request, request.exchange);
    },
    handler: fastifyApolloHandler(parts.server, {
      context: (request) => enterOperation(request, parts),
    }),
  });
  return app;

  async function refuse(
    error: unknown,
    ...[request, reply]: [FastifyRequest, Parameters<typeof sendError>[2]]
  ): Promise<void> {
    const known = fromFastify(error, config.limits.bodyBytes);
    note(known, request.exchange, parts.log);
    await sendError(known, request, reply);
  }
}

/** Apollo Server asks for the context before it parses: here the document's size is judged. */
async function enterOperation(
  request: FastifyRequest,
  parts: HttpListenerParts,
): Promise<RequestContext> {
  const { exchange } = request;
  try {
    const body = readGraphQLBody(request);
    for (const step of parts.document) await step.run(body, exchange);
  } catch (error) {
    const known = fromFastify(error, parts.config.limits.bodyBytes);
    note(known, exchange, parts.log);
    throw withHttpStatus(known);
  }
  const { requestId, caller, controller, record } = exchange;
  return { requestId, caller, record, log: parts.log, signal: controller.signal };
}

function note(error: GraphQLError, exchange: Exchange, log: Logger): void {
  const code = String(error.extensions['code']);
  exchange.record.errorCodes.add(code);
  if (code === 'INTERNAL_SERVER_ERROR') {
    const { requestId } = exchange;
    log.error({ requestId, err: error.originalError ?? error }, 'a request failed in the gateway');
  }
}

/** Log line, metrics and the count of running requests: round the request, not in it. */
function observeRequests(app: FastifyInstance, parts: HttpListenerParts): void {
  const { config, lifecycle, metrics, log } = parts;
  app.addHook('onRequest', (request, reply, done) => {
    request.exchange = createExchange(request);
    lifecycle.begin();
    metrics.requestStarted();
    watchForGivingUp(request.exchange, reply.raw, config.timeouts.requestMs);
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
