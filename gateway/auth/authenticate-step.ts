import type { Logger } from 'pino';

import { gatewayError } from '../errors.ts';
import type { Arrival, ArrivalStep, Exchange } from '../request-step.ts';
import { readBearerToken } from './bearer-token.ts';
import { openGlass, readBreakGlass } from './break-glass.ts';
import type { BreakGlassRules } from './break-glass.ts';
import type { Caller } from './caller.ts';
import { PURPOSE_HEADER, withStatedPurpose } from './stated-purpose.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** How callers are known, and what they may do in an emergency. */
export interface Authentication {
  /** Null where the supergraph protects nothing and nobody is asked. */
  readonly verify: TokenVerifier | null;
  readonly tokenBytes: number;
  readonly breakGlass: BreakGlassRules;
  readonly log: Logger;
  /** Counts emergencies that were declared, whether or not they were let be. */
  readonly countBreakGlass: (outcome: 'opened' | 'refused') => void;
}

/** Bearer token -> caller, with the purpose and the emergency that the request states. */
export function authenticateStep(authentication: Authentication): ArrivalStep {
  const { verify, tokenBytes } = authentication;
  return {
    at: 'arrival',
    name: 'authenticate',
    async run(request, exchange) {
      const token = readBearerToken(request.headers.authorization, tokenBytes);
      if (verify === null) return;
      if (token === null) throw gatewayError('UNAUTHENTICATED', []);
      const caller = withStatedPurpose(await verify(token), request.headers[PURPOSE_HEADER]);
      exchange.caller = withEmergency(caller, { request, exchange }, authentication);
    },
  };
}

/** Loud whatever comes of it: an emergency is somebody's to look into. */
function withEmergency(
  caller: Caller,
  { request, exchange }: { readonly request: Arrival; readonly exchange: Exchange },
  { breakGlass: rules, log, countBreakGlass }: Authentication,
): Caller {
  const { requestId } = exchange;
  const { subject, roles } = caller;
  try {
    const breakGlass = readBreakGlass(request.headers, rules);
    if (breakGlass === null) return caller;
    const opened = openGlass(caller, breakGlass, rules);
    countBreakGlass('opened');
    log.warn(
      { requestId, subject, roles, ...breakGlass },
      'break-glass: an emergency was declared',
    );
    return opened;
  } catch (error) {
    countBreakGlass('refused');
    log.warn({ requestId, subject, roles, err: error }, 'break-glass: refused');
    throw error;
  }
}
