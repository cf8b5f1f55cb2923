import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';

import { errorCodeOf } from '../error-code.ts';

export const DEVELOPMENT_ALGORITHM = 'ES256';

/** What one machine signs and trusts while there is no identity provider. Never in production. */
export interface DevelopmentKeys {
  readonly privateKey: JWK;
  readonly publicKeys: JSONWebKeySet;
}

const storedKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string(),
  alg: z.literal(DEVELOPMENT_ALGORITHM),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** Reads the key pair under `dataDirectory`/keys, and makes it when there is none. */
export async function developmentKeys(dataDirectory: string): Promise<DevelopmentKeys> {
  const file = join(dataDirectory, 'keys', 'development-key.json');
  const text = readOrNull(file) ?? keepFirst(file, JSON.stringify(await newKey()));
  const { kty, crv, kid, alg, x, y, d } = storedKey.parse(JSON.parse(text));
  const publicKey = { kty, crv, kid, alg, x, y, use: 'sig' };
  return { privateKey: { kty, crv, kid, alg, x, y, d }, publicKeys: { keys: [publicKey] } };
}

/** The secret between gateway and rooms on a development machine; made when there is none. */
export function developmentAssertionSecret(dataDirectory: string): string {
  const file = join(dataDirectory, 'keys', 'assertion-secret');
  return readOrNull(file) ?? keepFirst(file, randomBytes(32).toString('base64url'));
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(DEVELOPMENT_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: DEVELOPMENT_ALGORITHM };
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Writes the text unless another process was first, and returns what the file then holds. */
function keepFirst(file: string, text: string): string {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never replaces a key that tokens were signed with.
    linkSync(draft, file);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}
