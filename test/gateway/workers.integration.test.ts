import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { eventually } from '../support/eventually.ts';
import { firstIn, linesOf, spawnGateway, startGatewayProgram } from '../support/gateway-program.ts';
import type { GatewayOrder, GatewayProgram } from '../support/gateway-program.ts';
import { askGraph, composeTiny } from '../support/tiny-company.ts';
import { startTinySubgraph } from '../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../support/tiny-subgraph.ts';

const before = 'type Query { hello: String } type Mutation { slow: String }';
const after = 'type Query { hello: String added: String } type Mutation { slow: String }';

/** A gateway of two workers, as an operator runs it. */
describe('a gateway of two workers', () => {
  let directory: string;
  let hello: TinySubgraph;
  let gateway: GatewayProgram;
  let url: string;
  let adminUrl: string;
  /** One of the workers. */
  let victim: number;

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
    gateway = await startGatewayProgram(order('workers: 2\n'));
    ({ url, adminUrl } = gateway);
    victim = Number(firstIn(gateway.said.log, /"processId":(\d+)/));
  });
  beforeEach(() => {
    gateway.said.log = '';
  });
  afterAll(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
    await hello.stop();
    rmSync(directory, { recursive: true });
  });

  const supergraph = (): string => join(directory, 'supergraph.graphql');
  const write = (sdl: string): void =>
    writeFileSync(supergraph(), composeTiny([{ ...hello, sdl }]));
  const order = (settings: string): GatewayOrder => {
    const config = join(directory, 'config.yaml');
    writeFileSync(config, settings);
    const args = ['--supergraph', supergraph(), '--config', config];
    return { args, environment: { DATA_DIR: directory } };
  };
  const lines = (message: string) => linesOf(gateway.said, message);
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${adminUrl}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length) ?? NaN);
  };
  const answered = 'switchboard_request_duration_seconds_count{status="200"}';

  test('says once that it is ready, when both answer', async () => {
    expect(gateway.said.output).toBe(`ready ${url}\n`);
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
    gateway.kill('SIGHUP');
    await eventually(() => expect(lines('a new supergraph answers')).toHaveLength(2));
    expect((await askGraph(url, '{ added }')).body).toEqual({ data: { added: 'new' } });
  });

  test('shows a faulty supergraph to one worker, which refuses it', async () => {
    writeFileSync(supergraph(), 'type Query { a: Int }');
    gateway.kill('SIGHUP');
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
    gateway.kill('SIGTERM');
    expect((await running).body).toEqual({ data: { slow: 'done' } });
    expect(await gateway.ended).toBe(0);
    expect(lines('a worker ended; another takes its place')).toEqual([]);
    await expect(fetch(`${adminUrl}/health`)).rejects.toThrow();
  });

  test('ends with 1 when its workers cannot start, and says why once', async () => {
    write(before);
    const refused = await spawnGateway(
      order('workers: 2\nsubgraphs: { hallo: { timeoutMs: 10 } }\n'),
    );
    expect(await refused.ended).toBe(1);
    expect(refused.said.log.match(/Did you mean "hello"/g)).toHaveLength(1);
  });
});
