import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, exportSPKI, importJWK, SignJWT } from 'jose';
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose';

import {
  developmentAssertionSecret,
  developmentKeys,
} from '../../../gateway/auth/development-keys.ts';
import { ASSERTION_HEADER, deriveRoomKey, verifyAssertion } from '../../../schema/assertion.ts';
import { startTinyCompany } from '../../support/tiny-company.ts';
import type { TinyCompany } from '../../support/tiny-company.ts';

const QUERY = '{ customer(id: "1") { name taxNumber balance } }';
const seconds = (): number => Math.floor(Date.now() / 1000);

describe('a protected supergraph', () => {
  let company: TinyCompany;
  let key: JWK;

  beforeAll(async () => {
    company = await startTinyCompany({ guarded: true });
    key = (await developmentKeys(company.dataDirectory)).privateKey;
  });
  beforeEach(() => {
    company.customers.received.length = 0;
    company.banking.received.length = 0;
  });
  afterAll(() => company.stop());

  const ask = (token: string | null, query = QUERY) =>
    company.ask(query, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  const refused = async (token: string | null, query = QUERY): Promise<void> => {
    const { status, headers, body } = await ask(token, query);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toEqual({
      errors: [
        {
          message: 'A valid access token is required: "Authorization: Bearer ...".',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
    expect([company.customers.received, company.banking.received]).toEqual([[], []]);
  };
  const goodClaims = (): JWTPayload => ({
    iss: 'switchboard-development',
    aud: 'switchboard',
    sub: 'tester',
    iat: seconds(),
    exp: seconds() + 60,
    scope: 'tax:read',
  });
  const sign = async (
    claims: JWTPayload,
    header: Partial<JWTHeaderParameters> = {},
    signer?: JWK,
  ): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid ?? '', ...header })
      .sign(await importJWK(signer ?? key, 'ES256'));
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');

  test('answers a good token, and its own scope claim counts', async () => {
    const { body } = await ask(await sign(goodClaims()));
    expect(body).toEqual({
      data: { customer: { name: 'Person 1', taxNumber: 'T1', balance: 100 } },
    });
  });

  test('a token without the scope gets null and one error, and nobody fetches the field', async () => {
    const { status, data, errors } = await ask(await company.token(['agent']));
    expect(status).toBe(200);
    expect(data).toEqual({ customer: { name: 'Person 1', taxNumber: null, balance: 100 } });
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['customer', 'taxNumber'], 'FIELD_FORBIDDEN'],
    ]);
    expect(JSON.stringify(company.customers.received)).not.toContain('taxNumber');
  });

  test('rooms get an assertion each, for their own name and body, and not the token', async () => {
    await company.ask(QUERY, {
      headers: {
        authorization: `Bearer ${await company.token(['agent'])}`,
        [ASSERTION_HEADER]: 'forged',
      },
    });
    const secret = developmentAssertionSecret(company.dataDirectory);
    for (const room of [company.customers, company.banking]) {
      const [request] = room.received;
      const header = String(request?.headers[ASSERTION_HEADER]);
      const expected = { room: room.name, body: request?.body ?? '', now: seconds() };
      const result = verifyAssertion(header, deriveRoomKey(secret, room.name), expected);
      expect(result).toMatchObject({ kind: 'valid', claims: { sub: 'tester', roles: ['agent'] } });
      expect(request?.headers).not.toHaveProperty('authorization');
    }
  });

  test('a request that is sent to a room again is signed anew, for the same body', async () => {
    company.banking.mood = {
      kind: 'once',
      mood: { kind: 'answers', status: 503, type: 'text/plain', body: '' },
    };
    await ask(await company.token(['agent']), '{ bankName }');
    const secret = developmentAssertionSecret(company.dataDirectory);
    const results = company.banking.received.map(({ headers, body }) =>
      verifyAssertion(String(headers[ASSERTION_HEADER]), deriveRoomKey(secret, 'banking'), {
        ...{ room: 'banking', body, now: seconds() },
      }),
    );
    const ids = results.flatMap((one) => (one.kind === 'valid' ? [one.claims.jti] : []));
    expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
  });

  test('no token, no header of that form, or a cookie: 401 before anything is parsed', async () => {
    await refused(null);
    await refused(null, '{ not graphql');
    for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic eDp5', 'Bearer a b']) {
      expect((await company.ask(QUERY, { headers: { authorization } })).status).toBe(401);
    }
    const cookie = `token=${await sign(goodClaims())}`;
    expect((await company.ask(QUERY, { headers: { cookie } })).status).toBe(401);
  });

  test('a token in the body is nobody', async () => {
    const response = await fetch(company.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, extensions: { jwt: await sign(goodClaims()) } }),
    });
    expect(response.status).toBe(401);
  });

  test.each(['none', 'None', 'NONE'])('72. alg %s is refused', async (alg) => {
    const head = encode({ alg, typ: 'at+jwt', kid: key.kid });
    await refused(`${head}.${encode(goodClaims())}.`);
    await refused(`${head}.${encode(goodClaims())}.AAAA`);
  });

  test('72. HS256 signed with the public key is refused', async () => {
    const publicKey = await importJWK({ ...key, d: undefined } as unknown as JWK, 'ES256', {
      extractable: true,
    });
    if (publicKey instanceof Uint8Array) throw new Error('An EC key is no secret.');
    const text = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${encode(goodClaims())}`;
    const secret = await exportSPKI(publicKey);
    await refused(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`);
  });

  const wrongClaims: readonly [string, () => JWTPayload][] = [
    ['expired', () => ({ ...goodClaims(), exp: seconds() - 1 })],
    ['without exp', () => ({ ...goodClaims(), exp: undefined }) as unknown as JWTPayload],
    ['without sub', () => ({ ...goodClaims(), sub: undefined }) as unknown as JWTPayload],
    ['without iat', () => ({ ...goodClaims(), iat: undefined }) as unknown as JWTPayload],
    ['not yet valid', () => ({ ...goodClaims(), nbf: seconds() + 600 })],
    [
      'issued in the future',
      () => ({ ...goodClaims(), iat: seconds() + 600, exp: seconds() + 900 }),
    ],
    ['of another issuer', () => ({ ...goodClaims(), iss: 'https://evil.example' })],
    ['without issuer', () => ({ ...goodClaims(), iss: undefined }) as unknown as JWTPayload],
    ['for another audience', () => ({ ...goodClaims(), aud: 'banking' })],
    ['with an empty subject', () => ({ ...goodClaims(), sub: '' })],
    ['with roles that are no list', () => ({ ...goodClaims(), roles: 'agent' })],
    ['with a division that is an object', () => ({ ...goodClaims(), division: { all: true } })],
    ['with a scope that is a list', () => ({ ...goodClaims(), scope: ['tax:read'] })],
  ];
  test.each(wrongClaims)('72. a token %s is refused', async (_, claims) => {
    await refused(await sign(claims()));
  });

  const wrongHeaders: readonly [string, Partial<JWTHeaderParameters>][] = [
    ['72. an ID token', { typ: 'JWT' }],
    ['73. a token without kid', { kid: undefined } as unknown as JWTHeaderParameters],
    ['72. a kid that climbs', { kid: '../../etc/passwd' }],
    ['72. a kid of SQL', { kid: "' OR 1=1 --" }],
    ['72. a jku', { jku: 'https://evil.example/keys' }],
  ];
  test.each(wrongHeaders)('%s is refused', async (_, header) => {
    await refused(await sign(goodClaims(), header));
  });

  test('72. an unknown critical header is refused', async () => {
    const head = encode({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, crit: ['x'], x: 1 });
    const [, payload, signature] = (await sign(goodClaims())).split('.');
    await refused(`${head}.${payload ?? ''}.${signature ?? ''}`);
  });

  test('72. a key that the token brings itself is refused', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = await exportJWK(pair.privateKey);
    const jwk = await exportJWK(pair.publicKey);
    await refused(await sign(goodClaims(), { jwk }, own));
    await refused(await sign(goodClaims(), {}, own));
  });

  test('72. a cut signature and a swapped payload are refused', async () => {
    const token = await sign(goodClaims());
    const [head, , signature] = token.split('.');
    await refused(token.slice(0, -6));
    await refused(
      `${head ?? ''}.${encode({ ...goodClaims(), roles: ['operator'] })}.${signature ?? ''}`,
    );
    await refused(`${token}.x`);
    await refused('a.b.c');
  });

  test('a token over the limit is refused before its signature is looked at', async () => {
    const { status, errors } = await ask(
      await sign({ ...goodClaims(), ballast: 'x'.repeat(9_000) }),
    );
    expect([status, errors[0]?.extensions['code']]).toEqual([431, 'HEADERS_TOO_LARGE']);
  });

  test('the development key and secret are readable by their owner only', () => {
    for (const file of ['development-key.json', 'assertion-secret']) {
      const path = join(company.dataDirectory, 'keys', file);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, 'utf8').length).toBeGreaterThan(40);
    }
  });

  test('no token and no claim is in the log', async () => {
    const token = await sign(goodClaims());
    await ask(token);
    expect(company.log.join('')).not.toContain(token.slice(0, 40));
    expect(company.log.join('')).not.toContain('tester');
  });
});
