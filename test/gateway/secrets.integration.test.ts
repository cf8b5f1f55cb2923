import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { startTinyCompany } from '../support/tiny-company.ts';

describe('production', () => {
  let dataDirectory: string;

  beforeEach(() => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'production-'));
  });
  afterEach(() => rmSync(dataDirectory, { recursive: true }));

  const environment = (more: Record<string, string> = {}): Record<string, string> => ({
    NODE_ENV: 'production',
    DATA_DIR: dataDirectory,
    ...more,
  });

  test('does not start over a protected graph with what development makes for itself', async () => {
    await expect(startTinyCompany({ guarded: true, environment: environment() })).rejects.toThrow(
      /3 fault\(s\)[^]*AUTH_JWKS[^]*AUTH_ISSUER[^]*ASSERTION_SECRET/,
    );
    expect(readdirSync(dataDirectory)).toEqual([]);
  });

  test('starts with keys and a secret of its own', async () => {
    const company = await startTinyCompany({
      guarded: true,
      environment: environment({
        AUTH_JWKS: 'https://issuer.invalid/keys',
        AUTH_ISSUER: 'https://issuer.invalid',
        ASSERTION_SECRET: 's'.repeat(32),
      }),
    });
    expect((await company.ask('{ bankName }')).status).toBe(401);
    await company.stopGateway();
    await Promise.all([company.customers.stop(), company.banking.stop()]);
  });

  test('needs nothing over a graph that protects nothing', async () => {
    const company = await startTinyCompany({ environment: environment() });
    expect((await company.ask('{ bankName }')).data).toEqual({ bankName: 'Tiny Bank' });
    expect(company.banking.received[0]?.headers).not.toHaveProperty('x-switchboard-assertion');
    await company.stopGateway();
    await Promise.all([company.customers.stop(), company.banking.stop()]);
  });

  test('a setting for a subgraph that is not there stops the start', async () => {
    await expect(
      startTinyCompany({
        adjust: (config) => ({ ...config, subgraphs: { bankin: { timeoutMs: 1 } } }),
      }),
    ).rejects.toThrow('Did you mean "banking"?');
  });
});
