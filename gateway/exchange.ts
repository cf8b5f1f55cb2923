import type { ServerResponse } from 'node:http';

import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';

import { newRequestRecord } from './context.ts';
import { Deadline } from './deadline.ts';
import type { Exchange } from './request-step.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** A new exchange, under the client's request id where it is one, so that its log and ours meet. */
export function createExchange(request: FastifyRequest, timeoutMs: number): Exchange {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
  const deadline = new Deadline(performance.now() + timeoutMs);
  return { requestId, record: newRequestRecord(), deadline, caller: null };
}

/** Ends what is fetched for a query whose client has gone. */
export function watchForGivingUp(exchange: Exchange, response: ServerResponse): void {
  response.once('close', () => {
    // A mutation under way is finished: half a change helps nobody.
    const lost = !response.writableFinished && exchange.record.operationKind === 'query';
    if (lost) exchange.deadline.abandon();
  });
}
