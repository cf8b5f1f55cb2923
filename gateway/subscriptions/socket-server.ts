import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import { makeServer } from 'graphql-ws';
import type { Context, Server, SubscribePayload } from 'graphql-ws';
import type { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';

import { REASON_HEADER, UNTIL_HEADER } from '../auth/break-glass.ts';
import { PURPOSE_HEADER } from '../auth/stated-purpose.ts';
import { gatewayError } from '../errors.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import type { Generation } from '../generation.ts';
import type { Arrival } from '../request-step.ts';
import { admit, readSubscription } from './admit.ts';
import { closingFor, EXPIRED } from './close-codes.ts';
import type { Closing } from './close-codes.ts';
import type { EventAnswers } from './event-answers.ts';
import { atExpiry } from './expiry.ts';
import { refusalsOf } from './subscriptions.ts';
import type { Subscriptions } from './subscriptions.ts';

/** One WebSocket. */
export interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Called when it has closed. */
  readonly onClosed: Set<() => void>;
}

export interface SocketServerParts {
  readonly parts: GatewayParts;
  readonly subscriptions: Subscriptions;
  readonly current: () => Generation;
}

type SocketContext = Context<Record<string, unknown> | undefined, Connection>;

/** What a first message may say in place of headers, which pages cannot give a WebSocket. */
const HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  PURPOSE_HEADER,
  REASON_HEADER,
  UNTIL_HEADER,
]);

/** The protocol `graphql-transport-ws`, for subscriptions alone. */
export function createSocketServer(of: SocketServerParts): Server<Connection> {
  const { config, clock } = of.parts;
  return makeServer<Record<string, unknown> | undefined, Connection>({
    connectionInitWaitTimeout: INIT_MS,
    async onConnect(context) {
      const { extra } = context;
      try {
        const arrival = arrivalOf(context);
        const { standing } = await admit(arrival, of.current(), config.timeouts.requestMs);
        // Gone meanwhile: nothing would call the timer off.
        if (extra.socket.readyState !== extra.socket.OPEN) return true;
        const end = () => close(extra.socket, EXPIRED);
        extra.onClosed.add(atExpiry(standing.expiresAt, clock, end));
        return true;
      } catch (error) {
        close(extra.socket, closingFor(firstOf(error)));
        // The socket is closing: whatever is said now is not sent.
        return true;
      }
    },
    onSubscribe: (context, _id, payload) => subscribe(context, payload, of),
    // What `onSubscribe` opened.
    subscribe: ({ contextValue }) => contextValue as EventAnswers,
    onError({ extra }, _id, _payload, errors) {
      for (const { extensions } of errors) {
        of.parts.metrics.errorSent(String(extensions['code']));
        if (extensions['code'] === 'UNAUTHENTICATED') close(extra.socket, EXPIRED);
      }
    },
  });
}

const INIT_MS = 10_000;

async function subscribe(
  context: SocketContext,
  payload: SubscribePayload,
  { parts, subscriptions, current }: SocketServerParts,
) {
  const { perConnection } = parts.config.subscriptions;
  try {
    if (Object.keys(context.subscriptions).length > perConnection)
      throw gatewayError('TOO_MANY_SUBSCRIPTIONS', ['A connection', perConnection]);
    const generation = current();
    const arrival = arrivalOf(context);
    const admitted = await admit(arrival, generation, parts.config.timeouts.requestMs);
    const request = await readSubscription(payload, generation, admitted.exchange);
    const { operationName } = request;
    const { schema } = generation.subscriptions;
    // Before it is opened: whatever is refused now leaves nothing open.
    const { document } = generation.subscriptions.compile(request);
    const answers = await subscriptions.open(request, admitted.standing);
    return { schema, document, operationName, contextValue: answers };
  } catch (error) {
    const refusals = refusalsOf(error);
    for (const refusal of refusals) note(refusal, parts);
    return refusals;
  }
}

function note({ extensions, originalError }: GraphQLError, { log }: GatewayParts): void {
  if (extensions['code'] !== 'INTERNAL_SERVER_ERROR') return;
  log.error({ err: originalError }, 'a subscription failed in the gateway');
}

/** The request that opened the WebSocket, with what its first message adds. */
function arrivalOf({ extra: { request }, connectionParams = {} }: SocketContext): Arrival {
  const said = Object.entries(connectionParams).flatMap(([name, value]) => {
    const header = name.toLowerCase();
    return HEADERS.has(header) && typeof value === 'string' ? [[header, value] as const] : [];
  });
  const headers: IncomingHttpHeaders = { ...request.headers, ...Object.fromEntries(said) };
  return { headers, ip: request.socket.remoteAddress ?? '' };
}

function firstOf(error: unknown): GraphQLError {
  return refusalsOf(error)[0] ?? gatewayError('INTERNAL_SERVER_ERROR', []);
}

export function close(socket: WebSocket, { code, reason }: Closing): void {
  socket.close(code, reason);
}
