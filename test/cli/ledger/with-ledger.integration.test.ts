import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

import { withLedger } from '../../../cli/ledger/with-ledger.ts';

const use = () => Promise.reject(new Error('Nothing is to be used.'));

test('makes no ledger where there is none', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'no-ledger-'));
  const data = join(directory, 'data');
  await expect(withLedger({ DATA_DIR: data }, use)).rejects.toThrow(
    `Expected the read ledger in ${join(data, 'embedded', 'database')}, but got: nothing`,
  );
  expect(existsSync(data)).toBe(false);
  rmSync(directory, { recursive: true });
});

const url = process.env['TEST_DATABASE_URL'];
(url === undefined ? test.skip : test)('makes none in a database of somebody else', async () => {
  const refused = 'Expected the read ledger in the database of DATABASE_URL, but got: nothing';
  await expect(withLedger({ DATABASE_URL: url }, use)).rejects.toThrow(refused);
  // Nor did looking make one.
  await expect(withLedger({ DATABASE_URL: url }, use)).rejects.toThrow(refused);
});
