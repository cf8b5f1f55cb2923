import { readFile } from 'node:fs/promises';

import { createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters } from 'jose';
import { z } from 'zod';

/** Finds the public key that a token's header names. */
export type KeySet = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/** The issuer's keys could not be read: not the token's fault. */
export class KeysUnavailableError extends Error {}

export interface KeySetSettings {
  /** Keys are read again after this long, so that a withdrawn key stops working. */
  readonly cacheSeconds: number;
  /** A token with an unknown key id makes the keys be read again, at most this often. */
  readonly cooldownSeconds: number;
  /** Milliseconds. */
  readonly now: () => number;
}

const PAUSE_SECONDS = 1;

/** A JSON Web Key Set (RFC 7517) that follows key rotation, from whichever place `load` reads. */
export function createKeySet(load: () => Promise<JSONWebKeySet>, settings: KeySetSettings): KeySet {
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    triedAt = settings.now();
    keys = createLocalJWKSet(await load());
    readAt = triedAt;
  };
  // Requests that come while the keys are being read wait for the same reading.
  const refresh = (): Promise<void> =>
    (reading ??= read()
      .catch((cause: unknown) => {
        failedAt = settings.now();
        throw new KeysUnavailableError('The key set cannot be read.', { cause });
      })
      .finally(() => (reading = null)));
  const olderThan = (moment: number, seconds: number): boolean =>
    settings.now() - moment >= seconds * 1000;

  const current = async (): Promise<ReturnType<typeof createLocalJWKSet>> => {
    if (keys === null || olderThan(readAt, settings.cacheSeconds)) {
      // Many tokens a second must not mean many attempts a second while the issuer is down.
      if (!olderThan(failedAt, PAUSE_SECONDS)) {
        throw new KeysUnavailableError('The key set could not be read a moment ago.');
      }
      await refresh();
    }
    if (keys === null) throw new KeysUnavailableError('The key set is empty.');
    return keys;
  };

  return async (header, token) => {
    const known = await current();
    try {
      return await known(header, token);
    } catch (error) {
      const unknownKey = error instanceof errors.JWKSNoMatchingKey;
      if (!unknownKey || !olderThan(triedAt, settings.cooldownSeconds)) throw error;
    }
    await refresh().catch(() => undefined); // The keys we have are still good.
    return (await current())(header, token);
  };
}

export function loadKeysFromFile(file: string): () => Promise<JSONWebKeySet> {
  return async () => asKeySet(JSON.parse(await readFile(file, 'utf8')));
}

export function loadKeysFromUrl(url: string): () => Promise<JSONWebKeySet> {
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'error' });
    if (!response.ok) throw new Error(`Key set at "${url}" answered ${response.status}.`);
    return asKeySet(await response.json());
  };
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

function asKeySet(value: unknown): JSONWebKeySet {
  return keySet.parse(value);
}
