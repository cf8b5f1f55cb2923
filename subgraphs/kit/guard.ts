import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ASSERTION_HEADER, verifyAssertion } from '../../schema/assertion.ts';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came: the assertion vouches for these bytes. */
    rawBody: Buffer;
    caller: Caller | null;
  }
}

export interface GuardOptions {
  readonly room: string;
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Lets in only requests for which the gateway vouches, whatever they ask: `_entities` and `_service` are no
 * exceptions. Everything else gets 401 without a reason; the reason is in the log.
 */
export function createGuard(options: GuardOptions) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const header = request.headers[ASSERTION_HEADER];
    const result =
      // Without a body the query would stand in the address, for which nobody vouches.
      typeof header === 'string' && request.rawBody.length > 0
        ? verifyAssertion(header, options.key, {
            room: options.room,
            body: request.rawBody,
            now: options.clock().getTime() / 1000,
          })
        : ({ kind: 'refused', reason: 'no assertion, or no body' } as const);
    if (result.kind === 'refused') {
      options.log.warn({ reason: result.reason }, 'request refused');
      await reply.code(401).send(UNAUTHENTICATED);
      return;
    }
    const { sub, roles, scopes, division, purpose } = result.claims;
    request.caller = Object.freeze({ subject: sub, roles, scopes, division, purpose });
  };
}

const UNAUTHENTICATED = {
  errors: [
    { message: 'This subgraph answers the gateway only.', extensions: { code: 'UNAUTHENTICATED' } },
  ],
};
