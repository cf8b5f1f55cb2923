import type { FastifyReply, FastifyRequest } from 'fastify';

import { gatewayError } from '../errors.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import { sendErrors } from '../http-errors.ts';
import { noteError } from '../note-error.ts';
import { readSubscription } from './admit.ts';
import type { EventAnswers } from './event-answers.ts';
import { atExpiry } from './expiry.ts';
import { StandingCaller } from './standing-caller.ts';
import { refusalsOf } from './subscriptions.ts';
import type { Subscriptions } from './subscriptions.ts';
import { writeEvents } from './write-events.ts';

/** Whether a request wants its answers one after another (GraphQL over Server-Sent Events, distinct connections mode). */
export function wantsEventStream({ method, headers }: FastifyRequest): boolean {
  return method === 'POST' && headers.accept?.includes('text/event-stream') === true;
}

/** Answers a subscription by a stream of events; what is refused is refused as a plain request is. */
export async function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, subscriptions }: { readonly parts: GatewayParts; readonly subscriptions: Subscriptions },
): Promise<void> {
  const { exchange, generation } = request;
  if (generation === null) throw new Error('A request came to be answered without a generation.');
  const standing = new StandingCaller(request.headers, exchange.caller);
  try {
    const asked = await readSubscription(request.body, generation, exchange);
    exchange.record.operationKind = 'subscription';
    const answers = await subscriptions.open(asked, standing);
    // Each answer holds the supergraph that it comes from; the stream outlives it.
    generation.running.delete(exchange);
    const cancel = atExpiry(standing.expiresAt, parts.clock, () =>
      answers.end(gatewayError('UNAUTHENTICATED', [])),
    );
    reply.hijack();
    void stream(reply, answers, parts).finally(cancel);
  } catch (error) {
    const refusals = refusalsOf(error);
    for (const refusal of refusals) noteError(refusal, exchange, parts.log);
    await sendErrors(
      refusals.map((one) => one.toJSON()),
      request,
      reply,
    );
  }
}

function stream(
  reply: FastifyReply,
  answers: EventAnswers,
  { config, log, metrics }: GatewayParts,
): Promise<void> {
  return writeEvents(reply.raw, answers, {
    headers: Object.fromEntries(
      Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined),
    ),
    keepAliveMs: config.subscriptions.keepAliveSeconds * 1000,
    onFailed(error, told) {
      for (const { extensions } of told) metrics.errorSent(String(extensions['code']));
      if (told[0]?.extensions['code'] === 'INTERNAL_SERVER_ERROR')
        log.error({ err: error }, 'a stream of events failed');
    },
  });
}
