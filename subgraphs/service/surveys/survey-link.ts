import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody finds a link by guessing. */
const TOKEN_BYTES = 32;

/** The secret part of a link, fit for a URL. `random` gives as many bytes as asked for. */
export function newToken(random: (bytes: number) => Buffer = randomBytes): string {
  return random(TOKEN_BYTES).toString('base64url');
}

/** What is kept of a token: who reads the table can answer no survey. A secret this long needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
