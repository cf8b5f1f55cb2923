import { createHash } from 'node:crypto';

import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

import { gatewayError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { KeysUnavailableError } from './key-set.ts';
import type { KeySet } from './key-set.ts';
import { scopesOf } from './role-scopes.ts';
import type { RoleScopes } from './role-scopes.ts';

/** A caller with what the token allows requests to state. */
export interface TokenHolder extends Caller {
  /** Purposes that a request may name, sorted. */
  readonly purposes: readonly string[];
}

/** Turns a bearer token into the caller; throws UNAUTHENTICATED or KEYS_UNAVAILABLE of the catalogue. */
export type TokenVerifier = (token: string) => Promise<TokenHolder>;

export interface TokenExpectation {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: KeySet;
  readonly roleScopes: RoleScopes;
  /** A verified token is not verified again for this long. */
  readonly cacheSeconds: number;
  readonly now: () => Date;
}

const TOKEN_TYPE = 'at+jwt';
/** Headers by which a token would bring or fetch its own key (RFC 7515, section 4.1). */
const KEY_BRINGING_HEADERS = ['jwk', 'jku', 'x5c', 'x5u', 'crit'];

const word = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,63}$/);
/** As long as a room takes the id of a team; on one line, and whole Unicode. */
const team = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);
const claims = z.object({
  sub: z.string().min(1).max(256),
  iat: z.number(),
  exp: z.number(),
  roles: z.array(word).max(32).default([]),
  scope: z.string().max(4096).default(''),
  division: word.nullable().default(null),
  teams: z.array(team).max(32).default([]),
  purpose: word.nullable().default(null),
  client_id: z.string().min(1).max(256).optional(),
  purposes: z.array(word).max(32).default([]),
});

export function createTokenVerifier(expected: TokenExpectation): TokenVerifier {
  const verified = new LRUCache<string, { caller: TokenHolder; until: number }>({ max: 10_000 });
  return async (token) => {
    const key = createHash('sha256').update(token).digest('base64url');
    const now = expected.now().getTime();
    const known = verified.get(key);
    if (known !== undefined && now < known.until) return known.caller;
    const caller = await verify(token, expected);
    const until = Math.min(caller.expiresAt * 1000, now + expected.cacheSeconds * 1000);
    verified.set(key, { caller, until });
    return caller;
  };
}

async function verify(token: string, expected: TokenExpectation): Promise<TokenHolder> {
  try {
    refuseOwnKeys(token);
    const { payload } = await jwtVerify(token, expected.keys, {
      issuer: expected.issuer,
      audience: expected.audience,
      algorithms: [...expected.algorithms],
      typ: TOKEN_TYPE,
      requiredClaims: ['exp', 'sub', 'iat'],
      currentDate: expected.now(),
    });
    return callerOf(payload, expected);
  } catch (error) {
    const code = error instanceof KeysUnavailableError ? 'KEYS_UNAVAILABLE' : 'UNAUTHENTICATED';
    // Which check failed would help only the person who forged it.
    throw gatewayError(code, [], { originalError: error instanceof Error ? error : null });
  }
}

function refuseOwnKeys(token: string): void {
  const header = decodeProtectedHeader(token);
  if (typeof header.kid !== 'string' || header.kid.length === 0) {
    throw new Error('A token must name its key, so that a second key is no outage.');
  }
  const brought = KEY_BRINGING_HEADERS.find((name) => name in header);
  if (brought !== undefined) throw new Error(`A token may not have the header "${brought}".`);
}

function callerOf(payload: JWTPayload, expected: TokenExpectation): TokenHolder {
  const { sub, iat, exp, roles, scope, division, teams, purpose, purposes, client_id } =
    claims.parse(payload);
  if (iat > expected.now().getTime() / 1000 + 60) throw new Error('Issued in the future.');
  const own = scope.split(' ').filter((name) => name !== '');
  return Object.freeze({
    subject: sub,
    roles: Object.freeze([...roles]),
    scopes: scopesOf({ roles, own, division }, expected.roleScopes),
    division,
    teams: Object.freeze([...new Set(teams)].sort()),
    purpose,
    ...(client_id === undefined ? {} : { client: client_id }),
    purposes: Object.freeze(
      [...new Set([...purposes, ...(purpose === null ? [] : [purpose])])].sort(),
    ),
    expiresAt: exp,
  });
}
