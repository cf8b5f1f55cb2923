import { beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';

import { createKeySet, KeysUnavailableError } from '../../../gateway/auth/key-set.ts';
import type { KeySet } from '../../../gateway/auth/key-set.ts';

async function publicKey(kid: string): Promise<JWK> {
  const { publicKey: key } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(key)), kid, alg: 'ES256' };
}

const UNUSED = { payload: '', signature: '' };

describe('the key set', () => {
  let keys: JSONWebKeySet;
  let loads: number;
  let now: number;
  let failing: boolean;
  let find: KeySet;
  const has = (kid: string): Promise<boolean> =>
    find({ alg: 'ES256', kid }, UNUSED).then(
      () => true,
      (error: unknown) => {
        if (error instanceof KeysUnavailableError) throw error;
        return false;
      },
    );

  beforeEach(async () => {
    keys = { keys: [await publicKey('a')] };
    loads = 0;
    now = 0;
    failing = false;
    const load = (): Promise<JSONWebKeySet> => {
      loads += 1;
      return failing ? Promise.reject(new Error('down')) : Promise.resolve(keys);
    };
    find = createKeySet(load, { cacheSeconds: 300, cooldownSeconds: 30, now: () => now });
  });

  test('is read once for many tokens, also when they come together', async () => {
    expect(await Promise.all([has('a'), has('a'), has('a')])).toEqual([true, true, true]);
    expect(await has('a')).toBe(true);
    expect(loads).toBe(1);
  });

  test('74. follows a rotation: a new key works once the cooldown is over', async () => {
    await has('a');
    keys = { keys: [...keys.keys, await publicKey('b')] };
    expect(await has('b')).toBe(false);
    now += 31_000;
    expect(await has('b')).toBe(true);
    expect(loads).toBe(2);
  });

  test('74. a withdrawn key stops working within the cache time', async () => {
    await has('a');
    keys = { keys: [await publicKey('b')] };
    now += 299_000;
    expect(await has('a')).toBe(true);
    now += 2_000;
    expect(await has('a')).toBe(false);
  });

  test('74. a flood of unknown key ids reads the keys once a cooldown', async () => {
    await has('a');
    now += 31_000;
    for (let index = 0; index < 100; index += 1) await has(`unknown-${index}`);
    expect(loads).toBe(2);
  });

  test('a failed refresh for an unknown key leaves the known ones working', async () => {
    await has('a');
    failing = true;
    now += 31_000;
    expect(await has('b')).toBe(false);
    expect(await has('a')).toBe(true);
  });

  test('keys that cannot be read are not the fault of the token, and are tried again', async () => {
    failing = true;
    await expect(has('a')).rejects.toThrow(KeysUnavailableError);
    await expect(has('a')).rejects.toThrow(KeysUnavailableError);
    expect(loads).toBe(1);
    failing = false;
    now += 1_000;
    expect(await has('a')).toBe(true);
  });
});
