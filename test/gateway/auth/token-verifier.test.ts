import { describe, expect, test } from '@jest/globals';
import { createLocalJWKSet } from 'jose';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { developmentKeys } from '../../../gateway/auth/development-keys.ts';
import { signDevelopmentToken } from '../../../gateway/auth/development-token.ts';
import { createTokenVerifier } from '../../../gateway/auth/token-verifier.ts';
import type { TokenVerifier } from '../../../gateway/auth/token-verifier.ts';

const START = new Date('2026-01-01T00:00:00Z');

describe('the token verifier', () => {
  test('gives a frozen caller with the scopes of roles and token, sorted, once each', async () => {
    const { verify, token } = await setUp();
    const caller = await verify(await token(['agent', 'nobody'], ['z:read', 'customer:read']));
    expect(caller).toEqual({
      subject: 'S1',
      roles: ['agent', 'nobody'],
      scopes: ['customer:read', 'pii:name', 'z:read'],
      division: 'banking',
      purpose: null,
      purposes: [],
      expiresAt: START.getTime() / 1000 + 90,
    });
    expect([caller, caller.roles, caller.scopes].every(Object.isFrozen)).toBe(true);
  });

  test('77. verifies a token once a minute, and never past its end', async () => {
    const { verify, token, count, advance } = await setUp();
    const one = await token([], []);
    await verify(one);
    await verify(one);
    expect(count()).toBe(1);
    advance(61);
    await verify(one);
    expect(count()).toBe(2);
    advance(30);
    await expect(verify(one)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });
});

async function setUp(): Promise<{
  verify: TokenVerifier;
  readonly token: (roles: readonly string[], scopes: readonly string[]) => Promise<string>;
  readonly count: () => number;
  readonly advance: (seconds: number) => void;
}> {
  const directory = mkdtempSync(join(tmpdir(), 'verifier-'));
  const keys = await developmentKeys(directory);
  const again = await developmentKeys(directory);
  expect(again).toEqual(keys);
  rmSync(directory, { recursive: true });
  let now = START.getTime();
  let lookups = 0;
  const find = createLocalJWKSet(keys.publicKeys);
  const verify = createTokenVerifier({
    issuer: 'i',
    audience: 'a',
    algorithms: ['ES256'],
    keys: (header, input) => {
      lookups += 1;
      return find(header, input);
    },
    roleScopes: new Map([['agent', ['pii:name', 'customer:read']]]),
    cacheSeconds: 60,
    now: () => new Date(now),
  });
  return {
    verify,
    token: (roles, scopes) =>
      signDevelopmentToken(keys, {
        ...{ roles, scopes, subject: 'S1', division: 'banking', purpose: null },
        ...{ lifetimeSeconds: 90, issuer: 'i', audience: 'a', now: START },
      }),
    count: () => lookups,
    advance: (seconds) => void (now += seconds * 1000),
  };
}
