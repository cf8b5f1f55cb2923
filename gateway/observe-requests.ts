import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { createExchange } from './exchange.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { logRequest } from './telemetry/request-log.ts';

/** What is logged and counted for a client that went before its answer came. */
const CLIENT_GONE = 499;

/**
 * Log line, metrics and the count of running requests: round the request, not in it. A request has ended
 * when its connection is done with it and nothing works for it any more, whichever comes last.
 */
export function observeRequests(app: FastifyInstance, parts: GatewayParts): void {
  const { config, lifecycle, metrics } = parts;
  app.addHook('onRequest', (request, reply, done) => {
    const exchange = createExchange(request, config.timeouts.requestMs);
    request.exchange = exchange;
    lifecycle.begin();
    metrics.requestStarted();
    // Not Fastify's `onResponse`, which never comes for a client that hung up.
    reply.raw.once('close', () => {
      const isLost = !reply.raw.writableFinished;
      // A mutation under way is finished: half a change helps nobody.
      if (isLost && exchange.record.operationKind === 'query') exchange.deadline.abandon();
      const end = (): void => endRequest(request, reply, parts);
      if (exchange.work === null) end();
      else void exchange.work.then(end, end);
    });
    reply.headers({ 'x-request-id': exchange.requestId, 'cache-control': 'no-store' });
    done();
  });
}

function endRequest(
  { exchange, generation }: FastifyRequest,
  reply: FastifyReply,
  { lifecycle, metrics, log }: GatewayParts,
): void {
  const seconds = (performance.now() - exchange.startedAt) / 1000;
  const status = reply.raw.writableFinished ? reply.statusCode : CLIENT_GONE;
  lifecycle.end();
  generation?.running.delete(exchange);
  metrics.requestEnded(status, seconds);
  for (const code of exchange.record.errorCodes) metrics.errorSent(code);
  logRequest(log, exchange, status, seconds);
}
