import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ASSERTION_HEADER, verifyAssertion } from '../../schema/assertion.ts';
import type { AssertionResult } from '../../schema/assertion.ts';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import { UsedAssertions } from './used-assertions.ts';

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

/** Far more than a room can answer while one of them lives. */
const MOST_REMEMBERED = 1_000_000;

/**
 * Lets in only requests for which the gateway vouches, each once, whatever they ask: `_entities` and `_service` are no
 * exceptions. Everything else gets 401 without a reason; the reason is in the log.
 */
export function createGuard(options: GuardOptions) {
  const used = new UsedAssertions(MOST_REMEMBERED);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const result = judge(request, used, options);
    if (result.kind === 'refused') {
      options.log.warn({ reason: result.reason }, 'request refused');
      await reply.code(401).send(UNAUTHENTICATED);
      return;
    }
    const { sub, roles, scopes, division, teams = [], purpose } = result.claims;
    request.caller = Object.freeze({ subject: sub, roles, scopes, division, teams, purpose });
  };
}

function judge(
  { headers, rawBody }: FastifyRequest,
  used: UsedAssertions,
  { key, room, clock }: GuardOptions,
): AssertionResult {
  const header = headers[ASSERTION_HEADER];
  // Without a body the query would stand in the address, for which nobody vouches.
  if (typeof header !== 'string' || rawBody.length === 0) {
    return { kind: 'refused', reason: 'no assertion, or no body' };
  }
  const now = clock().getTime() / 1000;
  const result = verifyAssertion(header, key, { room, body: rawBody, now });
  if (result.kind === 'refused') return result;
  const use = used.use(result.claims, now);
  return use === 'first' ? result : { kind: 'refused', reason: REASONS[use] };
}

const REASONS = Object.freeze({
  repeated: 'used before',
  'not-remembered': 'too many assertions are alive to remember one more',
});

const UNAUTHENTICATED = {
  errors: [
    { message: 'This subgraph answers the gateway only.', extensions: { code: 'UNAUTHENTICATED' } },
  ],
};
