import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCustomerKeys } from '../../../subgraphs/governance/ledger/customer-keys.ts';
import { openLedgerKey } from '../../../subgraphs/governance/ledger/ledger-key.ts';

const KEY = 'a key of the ledger that is long enough';

describe('openLedgerKey', () => {
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'ledger-key-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('takes the key of the environment', () => {
    expect(openLedgerKey({ LEDGER_KEY: KEY, NODE_ENV: 'production' }, directory)).toBe(KEY);
  });

  test('makes one on a development machine, and keeps it', () => {
    const made = openLedgerKey({}, directory);
    expect(made.length).toBeGreaterThanOrEqual(32);
    expect(openLedgerKey({ LEDGER_KEY: '' }, directory)).toBe(made);
  });

  test('refuses production without a key, and a short key anywhere', () => {
    expect(() => openLedgerKey({ NODE_ENV: 'production' }, directory)).toThrow(
      'LEDGER_KEY must be set in production, but got: nothing.',
    );
    expect(() => openLedgerKey({ LEDGER_KEY: 'short' }, directory)).toThrow(
      'LEDGER_KEY must have at least 32 characters, but got: a key of 5.',
    );
  });
});

describe('createCustomerKeys', () => {
  const [keys, others] = [createCustomerKeys(KEY), createCustomerKeys(`another ${KEY}`)];

  test('hashes an id the same under one key, and otherwise under another', () => {
    expect(keys.hash('c1')).toEqual(createCustomerKeys(KEY).hash('c1'));
    expect(keys.hash('c1')).not.toEqual(keys.hash('c2'));
    expect(keys.hash('c1')).not.toEqual(others.hash('c1'));
  });

  test('seals an id differently every time, and opens it', () => {
    const [first, second] = [keys.seal('Zoë'), keys.seal('Zoë')];
    expect(first).not.toEqual(second);
    expect([first, second].map((sealed) => keys.unseal(sealed))).toEqual(['Zoë', 'Zoë']);
  });

  test('opens nothing that was sealed with another key or touched since', () => {
    const sealed = keys.seal('c1');
    expect(() => others.unseal(sealed)).toThrow();
    for (const place of sealed.keys()) {
      const touched = Buffer.from(sealed);
      touched[place] = (touched[place] ?? 0) ^ 1;
      expect(() => keys.unseal(touched)).toThrow();
    }
  });
});
