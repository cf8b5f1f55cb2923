import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * The gateway's word to a room about who asks: a compact JWS (RFC 7515, HS256) in the header
 * `x-switchboard-assertion`, good once, for one request body, one room and a few seconds. A request that is sent
 * again needs another one.
 */
export interface AssertionClaims {
  /** The caller, never a name: the token's subject. */
  readonly sub: string;
  /** The room it is for. */
  readonly aud: string;
  /** Unix seconds, at most 30 after `iat`. */
  readonly exp: number;
  readonly iat: number;
  /** Never given twice: a room remembers it until `exp`. At most 64 characters. */
  readonly jti: string;
  /** SHA-256 of the request body, base64url. */
  readonly bodyHash: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly division: string | null;
  /** Missing from a gateway that knows of no teams: then the caller is in none. */
  readonly teams?: readonly string[];
  readonly purpose: string | null;
}

export const ASSERTION_HEADER = 'x-switchboard-assertion';
export const ASSERTION_LIFETIME_SECONDS = 30;

const HEADER = encode({ alg: 'HS256', typ: 'switchboard-assertion+jwt' });

/** One room's key, derived (RFC 5869) so that a room cannot speak for the gateway to another room. */
export function deriveRoomKey(secret: string, room: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `switchboard-assertion:${room}`, 32));
}

export function hashBody(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

export function signAssertion(claims: AssertionClaims, key: Uint8Array): string {
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${sign(signed, key)}`;
}

export type AssertionResult =
  | { readonly kind: 'valid'; readonly claims: AssertionClaims }
  | { readonly kind: 'refused'; readonly reason: string };

/** What the assertion must be for: everything not stated here is refused. */
export interface AssertionExpectation {
  readonly room: string;
  readonly body: string | Uint8Array;
  /** Unix seconds. */
  readonly now: number;
}

/** Checks signature, audience, times, id and body; that it is the first use is for the room to know. The reason is for the room's log, not for the sender. */
export function verifyAssertion(
  token: string,
  key: Uint8Array,
  expected: AssertionExpectation,
): AssertionResult {
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header !== HEADER || payload === undefined || signature === undefined) {
    return refused('not an assertion of ours');
  }
  if (!equal(signature, sign(`${header}.${payload}`, key)))
    return refused('signature does not fit');
  // The signature fits, so the payload is what `signAssertion` wrote.
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as AssertionClaims;
  return check(claims, expected);
}

function check(claims: AssertionClaims, expected: AssertionExpectation): AssertionResult {
  if (claims.aud !== expected.room) return refused(`meant for room ${claims.aud}`);
  if (!Number.isFinite(claims.exp) || !Number.isFinite(claims.iat)) return refused('no times');
  if (claims.exp <= expected.now) return refused('expired');
  if (claims.exp - claims.iat > ASSERTION_LIFETIME_SECONDS) return refused('lives too long');
  if (claims.iat > expected.now + ASSERTION_LIFETIME_SECONDS)
    return refused('issued in the future');
  if (!isId(claims.jti)) return refused('no id');
  if (claims.bodyHash !== hashBody(expected.body)) return refused('made for another body');
  return { kind: 'valid', claims };
}

function isId(jti: unknown): boolean {
  return typeof jti === 'string' && jti.length > 0 && jti.length <= 64;
}

function refused(reason: string): AssertionResult {
  return { kind: 'refused', reason };
}

function sign(text: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
