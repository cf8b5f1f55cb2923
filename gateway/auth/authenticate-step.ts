import { gatewayError } from '../errors.ts';
import type { ArrivalStep } from '../request-step.ts';
import { readBearerToken } from './bearer-token.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Bearer token -> caller. Without a verifier the supergraph protects nothing and nobody is asked. */
export function authenticateStep(verify: TokenVerifier | null, tokenBytes: number): ArrivalStep {
  return {
    at: 'arrival',
    name: 'authenticate',
    async run(request, exchange) {
      const token = readBearerToken(request.headers.authorization, tokenBytes);
      if (verify === null) return;
      if (token === null) throw gatewayError('UNAUTHENTICATED', []);
      exchange.caller = await verify(token);
    },
  };
}
