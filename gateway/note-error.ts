import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import type { Exchange } from './request-step.ts';

/** Keeps for log line and metrics what a request was refused for; a fault of ours is logged whole. */
export function noteError(error: GraphQLError, exchange: Exchange, log: Logger): void {
  const code = String(error.extensions['code']);
  exchange.record.errorCodes.add(code);
  if (code !== 'INTERNAL_SERVER_ERROR') return;
  const { requestId } = exchange;
  log.error({ requestId, err: error.originalError ?? error }, 'a request failed in the gateway');
}
