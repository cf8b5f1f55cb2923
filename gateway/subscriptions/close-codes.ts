import type { GraphQLError } from 'graphql';

import { statusOf } from '../http-errors.ts';

/** What a WebSocket is closed with (RFC 6455, section 7.4, and the protocol `graphql-transport-ws`). */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export const EXPIRED: Closing = Object.freeze({ code: 4403, reason: 'UNAUTHENTICATED: expired' });
export const GOING_AWAY: Closing = Object.freeze({ code: 1001, reason: 'SHUTTING_DOWN' });
export const TOO_MANY_MESSAGES: Closing = Object.freeze({
  code: 1008,
  reason: 'TOO_MANY_MESSAGES',
});
export const FAULT: Closing = Object.freeze({ code: 4500, reason: 'INTERNAL_SERVER_ERROR' });

/** Of a connection that is refused; clients come again by themselves after 1013 and not after the others. */
export function closingFor(error: GraphQLError): Closing {
  const reason = String(error.extensions['code']);
  const status = statusOf(error);
  if (status === 401) return { code: 4401, reason };
  if (status === 429 || status === 503) return { code: 1013, reason };
  return status === 500 ? FAULT : { code: 4400, reason };
}
