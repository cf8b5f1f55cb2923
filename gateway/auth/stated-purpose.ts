import { gatewayError } from '../errors.ts';
import type { Caller } from './caller.ts';
import type { TokenHolder } from './token-verifier.ts';

/** The header by which a request says what it reads for (Node writes header names in lower case). */
export const PURPOSE_HEADER = 'x-purpose';

/**
 * The caller with the purpose that a request states: one of those that the token allows, or the token's own where the
 * request states none. Throws PURPOSE_NOT_ALLOWED for any other.
 */
export function withStatedPurpose(
  holder: TokenHolder,
  stated: string | readonly string[] | undefined,
): Caller {
  const { purposes, ...caller } = holder;
  if (stated === undefined || stated === caller.purpose) return holder;
  if (typeof stated !== 'string' || !purposes.includes(stated))
    throw gatewayError('PURPOSE_NOT_ALLOWED', []);
  return Object.freeze({ ...caller, purpose: stated });
}
