import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deriveRoomKey, hashBody, signAssertion, verifyAssertion } from '../../schema/assertion.ts';
import type { AssertionClaims, AssertionResult } from '../../schema/assertion.ts';

const NOW = 1_700_000_000;
const BODY = '{"query":"{ customer { id } }"}';
const KEY = deriveRoomKey('a secret of the company', 'banking');
const EXPECTED = { room: 'banking', body: BODY, now: NOW };

const CLAIMS: AssertionClaims = {
  sub: 'somebody',
  aud: 'banking',
  exp: NOW + 30,
  iat: NOW,
  jti: '1',
  bodyHash: hashBody(BODY),
  roles: ['agent'],
  scopes: ['customer:read'],
  division: null,
  purpose: null,
};

function verify(change: Partial<AssertionClaims>, expected = EXPECTED, key = KEY): AssertionResult {
  return verifyAssertion(signAssertion({ ...CLAIMS, ...change }, KEY), key, expected);
}

function refused(reason: string): AssertionResult {
  return { kind: 'refused', reason };
}

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signed with the room's own key, whatever header and payload say. */
function forge(header: unknown, payload: unknown): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', KEY).update(text).digest('base64url')}`;
}

describe('an assertion', () => {
  test('comes back as it was signed', () => {
    expect(verify({})).toEqual({ kind: 'valid', claims: CLAIMS });
  });

  test('is good for its room only', () => {
    expect(verify({ aud: 'lending' })).toEqual(refused('meant for room lending'));
    expect(verify({}, { ...EXPECTED, room: 'lending' })).toEqual(refused('meant for room banking'));
  });

  test('is not to be made by another room', () => {
    const other = deriveRoomKey('a secret of the company', 'lending');
    expect(other.equals(KEY)).toBe(false);
    const token = signAssertion(CLAIMS, other);
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('signature does not fit'));
  });

  test.each([
    { exp: 'later' },
    { exp: null },
    { exp: undefined },
    { iat: undefined },
    { exp: undefined, iat: undefined },
  ])('without times that are numbers is refused: %j', (times) => {
    const token = forge(
      { alg: 'HS256', typ: 'switchboard-assertion+jwt' },
      { ...CLAIMS, ...times },
    );
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('no times'));
  });

  test.each(['', 'x'.repeat(65), 7, null, undefined])('without an id is refused: %j', (jti) => {
    const token = forge({ alg: 'HS256', typ: 'switchboard-assertion+jwt' }, { ...CLAIMS, jti });
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('no id'));
  });

  test('is good for its body only, as text and as bytes', () => {
    expect(verify({}, { ...EXPECTED, body: `${BODY} ` })).toEqual(refused('made for another body'));
    const bytes = { ...EXPECTED, body: Buffer.from(BODY) };
    expect(verifyAssertion(signAssertion(CLAIMS, KEY), KEY, bytes).kind).toBe('valid');
  });

  test('lives from its first second to the one before its last', () => {
    expect(verify({}, { ...EXPECTED, now: NOW + 29 }).kind).toBe('valid');
    expect(verify({}, { ...EXPECTED, now: NOW + 30 })).toEqual(refused('expired'));
    expect(verify({ exp: NOW + 31 })).toEqual(refused('lives too long'));
    expect(verify({ iat: NOW + 31, exp: NOW + 40 })).toEqual(refused('issued in the future'));
    // A gateway's clock may be ahead by as much.
    expect(verify({ iat: NOW + 30, exp: NOW + 60 }).kind).toBe('valid');
  });

  test('with another payload under the old signature is refused', () => {
    const [header = '', , signature = ''] = signAssertion(CLAIMS, KEY).split('.');
    const payload = encode({ ...CLAIMS, scopes: ['pii:identifier'] });
    const token = `${header}.${payload}.${signature}`;
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('signature does not fit'));
  });

  test.each([
    { alg: 'none' },
    { alg: 'none', typ: 'switchboard-assertion+jwt' },
    { alg: 'HS256' },
    {},
  ])('with the header %j is refused, with no signature and with a right one', (header) => {
    const unsigned = `${encode(header)}.${encode(CLAIMS)}.`;
    expect(verifyAssertion(unsigned, KEY, EXPECTED)).toEqual(refused('not an assertion of ours'));
    const signed = forge(header, CLAIMS);
    expect(verifyAssertion(signed, KEY, EXPECTED)).toEqual(refused('not an assertion of ours'));
  });

  test.each(['', '.', '..', '...', 'a.b.c', 'Bearer x'])('%j is none', (token) => {
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('not an assertion of ours'));
  });

  test('cut anywhere, or with one character changed anywhere, is refused', () => {
    const token = signAssertion(CLAIMS, KEY);
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'b', '.', '~', 'é'),
        (place, character) => {
          fc.pre(token[place] !== character);
          const cut = token.slice(0, place);
          const changed = `${cut}${character}${token.slice(place + 1)}`;
          expect(verifyAssertion(cut, KEY, EXPECTED).kind).toBe('refused');
          expect(verifyAssertion(changed, KEY, EXPECTED).kind).toBe('refused');
        },
      ),
    );
  });

  test('with a payload that is no JSON needs the key, and is refused without it', () => {
    const [header = ''] = signAssertion(CLAIMS, KEY).split('.');
    const token = `${header}.${encode('not JSON')}.${'x'.repeat(43)}`;
    expect(verifyAssertion(token, KEY, EXPECTED)).toEqual(refused('signature does not fit'));
  });

  test('is made for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (sub, scopes) => {
        const body = { ...EXPECTED, body: sub };
        const result = verify({ sub, scopes, bodyHash: hashBody(sub) }, body);
        expect(result.kind).toBe('valid');
      }),
    );
  });
});
