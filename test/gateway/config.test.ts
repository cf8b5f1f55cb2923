import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { ConfigError, configJsonSchema, readConfig } from '../../gateway/config.ts';

const directory = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(text: string): string {
  const path = join(directory, 'config.yaml');
  writeFileSync(path, text);
  return path;
}

function faults(environment: Record<string, string>, text = ''): readonly string[] {
  try {
    readConfig(environment, file(text));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  test('has a default for everything, and is deeply frozen', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      introspection: true,
      retries: 1,
    });
    expect(config.timeouts.subgraphMs).toBe(5_000);
    for (const part of [config, config.limits, config.auth, config.auth.algorithms]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  test('the environment goes before the file', () => {
    const path = file('port: 5000\nhost: 0.0.0.0\nsubgraphs: { banking: { timeoutMs: 100 } }');
    const config = readConfig(
      { PORT: '6000', SUBGRAPH_BANKING_URL: 'http://bank:1/graphql' },
      path,
    );
    expect([config.port, config.host]).toEqual([6000, '0.0.0.0']);
    expect(config.subgraphs['banking']?.timeoutMs).toBe(100);
    expect(config.subgraphUrls).toEqual({ SUBGRAPH_BANKING_URL: 'http://bank:1/graphql' });
  });

  test('production has no introspection unless it says so', () => {
    expect(readConfig({ NODE_ENV: 'production' }).introspection).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', INTROSPECTION: 'true' }).introspection).toBe(true);
  });

  test('every fault is named at once, with what came and what was meant', () => {
    const text = 'limits: { dephh: 3, depth: deep }\nsubgraphs: { a: { utl: x } }\nports: 3';
    const all = faults({ ADMIN_PORT: '70000', SUBGRAPH_X_URL: 'ftp:x', PORT: 'abc' }, text);
    expect(all).toHaveLength(7);
    expect(all.join('\n')).toContain(
      '"limits.dephh" is not a setting. Did you mean "limits.depth"?',
    );
    expect(all.join('\n')).toContain(
      '"subgraphs.a.utl" is not a setting. Did you mean "subgraphs.a.url"?',
    );
    expect(all.join('\n')).toContain('"ports" is not a setting. Did you mean "port"?');
    expect(all.join('\n')).toMatch(/^PORT: .* but got: "abc"\.$/m);
    expect(all.join('\n')).toMatch(/^ADMIN_PORT: .* but got: 70000\.$/m);
  });

  test('a secret is never repeated', () => {
    expect(faults({ ASSERTION_SECRET: 'too-short' }).join()).not.toContain('too-short');
    expect(faults({ ASSERTION_SECRET: 'too-short' })).toHaveLength(1);
  });

  test.each(['HS256', 'none'])('the algorithm %s cannot be chosen', (algorithm) => {
    expect(faults({ AUTH_ALGORITHMS: algorithm })).toHaveLength(1);
  });

  test('a verified token may not be kept for more than a minute', () => {
    expect(faults({}, 'auth: { cacheSeconds: 61 }')).toHaveLength(1);
  });

  test('a file that is missing, no YAML, or no mapping is a fault', () => {
    expect(() => readConfig({}, join(directory, 'none.yaml'))).toThrow(ConfigError);
    expect(faults({}, 'a: [')).toHaveLength(1);
    expect(faults({}, '- 1')).toHaveLength(1);
  });

  test('its JSON schema describes each setting', () => {
    const schema = configJsonSchema() as { properties: Record<string, { description?: string }> };
    expect(schema.properties['port']?.description).toContain('Port');
    expect(Object.keys(schema.properties)).toContain('limits');
  });
});
