import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { allRooms } from '../cli/rooms/all-rooms.ts';
import { PROJECT } from './support/house.ts';

const file = join(PROJECT, 'docker-compose.yml');
const compose = parse(readFileSync(file, 'utf8'), { merge: true });
const required = [...readFileSync(file, 'utf8').matchAll(/\$\{([A-Z_]+):\?/g)].map(
  (match) => match[1] ?? '',
);

describe('docker-compose.yml', () => {
  test('has a container for every room, with its own key and a health check', () => {
    for (const { name } of allRooms) {
      const service = compose.services[name];
      expect(service.command).toEqual(['cli/room.ts', name, '--port', '4100']);
      expect(service.environment.ASSERTION_KEY).toContain(`${name.toUpperCase()}_ASSERTION_KEY`);
      expect(service.environment.ASSERTION_SECRET).toBeUndefined();
      expect(service.healthcheck.test[0]).toBe('CMD');
    }
  });

  test('takes every secret from the environment', () => {
    const text = readFileSync(file, 'utf8');
    for (const line of text.split('\n').filter((each) => /(PASSWORD|SECRET|_KEY):/.test(each))) {
      expect(line).toMatch(/\$\{[A-Z_]+:\?/);
    }
  });

  test('needs nothing beyond what `npm run secrets` prints and an identity provider', () => {
    const printed = execFileSync(
      process.execPath,
      ['--import', 'tsx/esm', join(PROJECT, 'cli/secrets.ts')],
      { cwd: PROJECT, encoding: 'utf8' },
    );
    const names = printed
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    const rest = new Set(required.filter((name) => !names.includes(name)));
    expect([...rest].sort()).toEqual(['AUTH_ISSUER', 'AUTH_JWKS']);
  });

  test('runs nothing as root', () => {
    expect(readFileSync(join(PROJECT, 'Dockerfile'), 'utf8')).toMatch(/^USER node$/m);
  });

  const installed = hasDockerCompose();
  const check = installed || process.env['CI'] === 'true' ? test : test.skip;
  check(
    `is valid to docker-compose${installed ? '' : ' (skipped: install the Debian package docker-compose)'}`,
    () => {
      const environment = Object.fromEntries(required.map((name) => [name, 'x']));
      const output = execFileSync('docker-compose', ['-f', file, 'config', '-q'], {
        env: { PATH: process.env['PATH'], ...environment },
        encoding: 'utf8',
      });
      expect(output).toBe('');
    },
  );
});

function hasDockerCompose(): boolean {
  try {
    execFileSync('docker-compose', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
