import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../kit/room.ts';

/**
 * LEDGER_KEY, at least 32 characters; on a development machine one that is made at the first start and kept
 * under the data directory. Throws in production without LEDGER_KEY: who loses the key can never again say
 * whose data was read.
 */
export function openLedgerKey(settings: Settings, dataDirectory: string): string {
  const given = settings['LEDGER_KEY'];
  if (given !== undefined && given !== '') {
    if (given.length >= 32) return given;
    throw new Error(
      `LEDGER_KEY must have at least 32 characters, but got: a key of ${given.length}.`,
    );
  }
  if (settings['NODE_ENV'] === 'production') {
    throw new Error('LEDGER_KEY must be set in production, but got: nothing.');
  }
  return developmentKey(dataDirectory);
}

function developmentKey(dataDirectory: string): string {
  const file = join(dataDirectory, 'keys', 'ledger-key');
  mkdirSync(join(dataDirectory, 'keys'), { recursive: true, mode: 0o700 });
  // Never in place of one that is there: entries are sealed with it.
  const fresh = { mode: 0o600, flag: 'wx' };
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), fresh);
  return readFileSync(file, 'utf8');
}
