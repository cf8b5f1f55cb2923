import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { bundled } from '../support/bundled.ts';
import { eventually } from '../support/eventually.ts';
import { askGraph, composeTiny } from '../support/tiny-company.ts';
import { startTinySubgraph } from '../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../support/tiny-subgraph.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const before = 'type Query { hello: String } type Mutation { slow: String }';
const after = 'type Query { hello: String added: String } type Mutation { slow: String }';

/** A gateway of two workers, as an operator runs it. */
describe('a gateway of two workers', () => {
  let directory: string;
  let hello: TinySubgraph;
  let child: ChildProcess;
  let ended: Promise<number | null>;
  let url: string;
  let adminUrl: string;
  /** One of the workers. */
  let victim: number;
  const said = { output: '', log: '' };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'workers-'));
    hello = await startTinySubgraph('hello', after, {
      Query: { hello: () => 'world', added: () => 'new' },
      Mutation: {
        slow: async () => {
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          return 'done';
        },
      },
    });
    write(before);
    await start('workers: 2\n');
    url = await Promise.race([
      ready(),
      ended.then((code) => Promise.reject(new Error(`It ended with ${String(code)}: ${said.log}`))),
    ]);
    adminUrl = await eventually(() => found(/"adminUrl":"([^"]+)"/, said.log));
    victim = Number(found(/"processId":(\d+)/, said.log));
  });
  beforeEach(() => {
    said.log = '';
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await ended;
    await hello.stop();
    rmSync(directory, { recursive: true });
  });

  const supergraph = (): string => join(directory, 'supergraph.graphql');
  const write = (sdl: string): void =>
    writeFileSync(supergraph(), composeTiny([{ ...hello, sdl }]));
  const start = async (settings: string): Promise<void> => {
    const config = join(directory, 'config.yaml');
    writeFileSync(config, settings);
    const flags = ['--supergraph', supergraph(), '--port', '0', '--admin-port', '0'];
    const program = await bundled(join(root, 'cli/gateway.ts'));
    const args = [program, ...flags, '--config', config];
    const env = { ...process.env, NODE_ENV: 'test', DATA_DIR: directory };
    child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said.log += chunk.toString()));
    ended = new Promise((resolve) => child.once('exit', resolve));
  };
  const ready = async (): Promise<string> => {
    for (;;) {
      const [, found] = /^ready (\S+)$/m.exec(said.output) ?? [];
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const lines = (message: string): Record<string, unknown>[] =>
    said.log
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === message);
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${adminUrl}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length) ?? NaN);
  };
  const answered = 'switchboard_request_duration_seconds_count{status="200"}';

  test('says once that it is ready, when both answer', async () => {
    expect(said.output).toBe(`ready ${url}\n`);
    expect((await fetch(`${adminUrl}/ready`)).status).toBe(200);
    expect(await metric('switchboard_workers')).toBe(2);
  });

  test('adds up what its workers count', async () => {
    const asked = Array.from({ length: 12 }, () =>
      // A connection each, so that both workers get some.
      askGraph(url, '{ hello }', { headers: { connection: 'close' } }),
    );
    for (const { body } of await Promise.all(asked))
      expect(body).toEqual({ data: { hello: 'world' } });
    await eventually(async () => expect(await metric(answered)).toBe(12));
    expect(new Set(lines('request').map(({ worker }) => worker)).size).toBe(2);
  });

  test('turns to a new supergraph at SIGHUP, one worker after another', async () => {
    expect((await askGraph(url, '{ added }')).status).toBe(400);
    write(after);
    child.kill('SIGHUP');
    await eventually(() => expect(lines('a new supergraph answers')).toHaveLength(2));
    expect((await askGraph(url, '{ added }')).body).toEqual({ data: { added: 'new' } });
  });

  test('shows a faulty supergraph to one worker, which refuses it', async () => {
    writeFileSync(supergraph(), 'type Query { a: Int }');
    child.kill('SIGHUP');
    await eventually(() => expect(lines('a new supergraph is refused')).toHaveLength(1));
    expect((await askGraph(url, '{ added }')).body).toEqual({ data: { added: 'new' } });
  });

  test('loses a killed worker with its own requests only, and gets another over the last good supergraph', async () => {
    const counted = await metric(answered);
    const seen: string[] = [];
    let isOver = false;
    const clients = [1, 2, 3, 4, 5, 6].map(async () => {
      while (!isOver) {
        const asked = askGraph(url, '{ added }', { headers: { connection: 'close' } });
        seen.push(
          await asked.then(
            ({ body }) => JSON.stringify(body),
            () => 'lost',
          ),
        );
      }
    });
    await eventually(() => expect(seen.length).toBeGreaterThan(20));
    process.kill(victim, 'SIGKILL');
    await eventually(() =>
      expect(lines('a worker ended; another takes its place')).toHaveLength(1),
    );
    await eventually(() => expect(lines('a worker answers')).toHaveLength(1));
    const at = seen.length;
    await eventually(() => expect(seen.length).toBeGreaterThan(at + 20));
    isOver = true;
    await Promise.all(clients);
    expect(lines('a worker ended; another takes its place')).toMatchObject([
      { signal: 'SIGKILL', processId: victim },
    ]);
    // No more than its clients had under way.
    expect(seen.filter((one) => one === 'lost').length).toBeLessThanOrEqual(6);
    expect(new Set(seen.slice(at))).toEqual(new Set(['{"data":{"added":"new"}}']));
    expect(await metric('switchboard_workers')).toBe(2);
    expect(await metric('switchboard_worker_ends_total')).toBe(1);
    expect(await metric(answered)).toBeGreaterThan(counted);
  });

  test('finishes what runs at SIGTERM, and ends with 0', async () => {
    const running = askGraph(url, 'mutation { slow }');
    await eventually(() => expect(hello.received.at(-1)?.body).toContain('slow'));
    child.kill('SIGTERM');
    expect((await running).body).toEqual({ data: { slow: 'done' } });
    expect(await ended).toBe(0);
    expect(lines('a worker ended; another takes its place')).toEqual([]);
    await expect(fetch(`${adminUrl}/health`)).rejects.toThrow();
  });

  test('ends with 1 when its workers cannot start, and says why once', async () => {
    write(before);
    await start('workers: 2\nsubgraphs: { hallo: { timeoutMs: 10 } }\n');
    expect(await ended).toBe(1);
    expect(said.log.match(/Did you mean "hello"/g)).toHaveLength(1);
  });
});

function found(pattern: RegExp, text: string): string {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`There is no ${String(pattern)} in:\n${text}`);
  return value;
}
