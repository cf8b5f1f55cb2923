import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { bundled } from '../support/bundled.ts';
import { askGraph, composeTiny } from '../support/tiny-company.ts';
import { startTinySubgraph } from '../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../support/tiny-subgraph.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const node = async (command: string, ...args: string[]): Promise<string[]> => [
  await bundled(join(root, `cli/${command}.ts`)),
  ...args,
];

describe('the commands of the gateway', () => {
  let directory: string;
  let environment: Record<string, string | undefined>;
  let hello: TinySubgraph;
  let supergraph: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'commands-'));
    environment = { ...process.env, NODE_ENV: 'test', DATA_DIR: directory };
    hello = await startTinySubgraph('hello', 'type Query { hello: String }', {
      Query: { hello: () => 'world' },
    });
    supergraph = join(directory, 'supergraph.graphql');
    writeFileSync(supergraph, composeTiny([hello]));
  });
  afterAll(async () => {
    await hello.stop();
    rmSync(directory, { recursive: true });
  });

  const call = async (args: string[], more: Record<string, string> = {}) =>
    run(process.execPath, args, { cwd: root, env: { ...environment, ...more } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );

  const start = async (
    ...args: string[]
  ): Promise<{ child: ChildProcess; url: string; lines: () => string }> => {
    const child = spawn(
      process.execPath,
      await node('gateway', '--supergraph', supergraph, ...args),
      {
        cwd: root,
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const [, ready] = /^ready (\S+)$/m.exec(output) ?? [];
        if (ready !== undefined) resolve(ready);
      });
    });
    return { child, url, lines: () => output };
  };
  const end = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });

  test('two gateways run on one machine, answer without a token, and end at SIGTERM with 0', async () => {
    const [one, two] = [await start('--port', '0'), await start('--port', '0')];
    for (const { url, lines } of [one, two]) {
      expect((await askGraph(url, '{ hello }')).body).toEqual({ data: { hello: 'world' } });
      expect(lines()).toBe(`ready ${url}\n`);
    }
    expect(await Promise.all([end(one.child), end(two.child)])).toEqual([0, 0]);
  });

  test('a missing supergraph and a wrong flag end with 1 and say why', async () => {
    const missing = await call(
      await node('gateway', '--supergraph', 'none.graphql', '--port', '0', '--admin-port', '0'),
    );
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('Supergraph file "none.graphql" cannot be read');
    const wrong = await call(await node('gateway', '--prot', '1'));
    expect([wrong.code, wrong.stderr.includes('--prot')]).toEqual([1, true]);
  });

  test('token prints a JWT that the key of the directory signed, and makes the key', async () => {
    const { stdout } = await call(
      await node(
        'token',
        '--role',
        'agent',
        '--division',
        'banking',
        '--scope',
        'x:y',
        '--data-dir',
        join(directory, 'new'),
      ),
    );
    const [, payload = ''] = stdout.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      roles: ['agent'],
      scope: 'x:y',
      division: 'banking',
      iss: 'switchboard-development',
    });
  });

  test('token refuses production, unknown roles and odd lifetimes', async () => {
    const production = await call(await node('token', '--role', 'agent'), {
      NODE_ENV: 'production',
    });
    expect([production.code, production.stdout]).toEqual([1, '']);
    const role = await call(await node('token', '--role', 'agnet'));
    expect(role.stderr).toContain('Did you mean "agent"?');
    expect((await call(await node('token', '--role', 'agent', '--expires', 'soon'))).code).toBe(1);
  });

  test('each command explains itself', async () => {
    expect((await call(await node('gateway', '--help'))).stdout).toContain('--supergraph FILE');
    expect((await call(await node('token', '--help'))).stdout).toContain('--role NAME');
    expect(JSON.parse((await call(await node('config-schema'))).stdout)).toHaveProperty(
      'properties.port',
    );
  });
});
