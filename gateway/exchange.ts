import { randomUUID } from 'node:crypto';

import { newRequestRecord } from './context.ts';
import { Deadline } from './deadline.ts';
import type { Arrival, Exchange } from './request-step.ts';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** A new exchange, under the client's request id where it is one, so that its log and ours meet. */
export function createExchange(request: Pick<Arrival, 'headers'>, timeoutMs: number): Exchange {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  const startedAt = performance.now();
  const deadline = new Deadline(startedAt + timeoutMs);
  return { requestId, startedAt, record: newRequestRecord(), deadline, caller: null, work: null };
}
