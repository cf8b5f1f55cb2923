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
      teams: [],
      purpose: null,
      purposes: [],
      expiresAt: START.getTime() / 1000 + 90,
    });
    expect([caller, caller.roles, caller.scopes].every(Object.isFrozen)).toBe(true);
  });

  test('reads the teams of a token, sorted and once each', async () => {
    const { verify, token } = await setUp();
    const { teams } = await verify(await token([], [], ['t2', 'Key clients', 't2']));
    expect(teams).toEqual(['Key clients', 't2']);
    expect(Object.isFrozen(teams)).toBe(true);
  });

  test.each([
    ['that are no list', 't1'],
    ['without a name', ['']],
    ['that are no text', [1]],
    ['on two lines', ['t1\nt2']],
    ['whose names are too long', ['t'.repeat(201)]],
    ['that are too many', Array.from({ length: 33 }, (_, place) => `t${place}`)],
    ['of null', null],
  ])('refuses teams %s', async (_, teams) => {
    const { verify, token } = await setUp();
    const bad = await token([], [], teams as readonly string[]);
    await expect(verify(bad)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
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
  readonly token: (
    roles: readonly string[],
    scopes: readonly string[],
    teams?: readonly string[],
  ) => Promise<string>;
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
    token: (roles, scopes, teams) =>
      signDevelopmentToken(keys, {
        ...{ roles, scopes, subject: 'S1', division: 'banking', purpose: null },
        ...(teams === undefined ? {} : { teams }),
        ...{ lifetimeSeconds: 90, issuer: 'i', audience: 'a', now: START },
      }),
    count: () => lookups,
    advance: (seconds) => void (now += seconds * 1000),
  };
}
