import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { readConfig } from '../../gateway/config.ts';
import type { GatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/start-gateway.ts';
import type { RunningGateway } from '../../gateway/start-gateway.ts';
import { eventually } from '../support/eventually.ts';
import { askGraph, composeTiny } from '../support/tiny-company.ts';
import type { Answer } from '../support/tiny-company.ts';
import { startTinySubgraph } from '../support/tiny-subgraph.ts';
import type { TinySubgraph } from '../support/tiny-subgraph.ts';

const before = `
  type Query { hello: String }
  type Mutation { slow: String }
`;
const after = 'type Query { hello: String added: String }';
const both = `${after} type Mutation { slow: String }`;

describe('a gateway whose supergraph changes', () => {
  let directory: string;
  let file: string;
  let hello: TinySubgraph;
  let gateway: RunningGateway;
  let log: string[];
  /** Lets the mutation that is under way come to its end. */
  let finish: () => void;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'reload-'));
    file = join(directory, 'supergraph.graphql');
    hello = await startTinySubgraph('hello', both, {
      Query: { hello: () => 'world', added: () => 'new' },
      Mutation: {
        slow: () =>
          new Promise((resolve) => {
            finish = () => resolve('done');
          }),
      },
    });
    write(before);
    log = [];
  });
  afterEach(async () => {
    await hello.stop();
    await gateway.stop();
    rmSync(directory, { recursive: true });
  });

  const write = (sdl: string): void => {
    writeFileSync(file, composeTiny([{ ...hello, sdl }]));
  };
  const start = async (settings: Partial<GatewayConfig> = {}): Promise<void> => {
    const environment = { DATA_DIR: directory, PORT: '0', ADMIN_PORT: '0', NODE_ENV: 'test' };
    const config = readConfig({ ...environment, SUPERGRAPH: file });
    const sink = { write: (line: string) => void log.push(line) };
    gateway = await startGateway({ ...config, ...settings }, { log: pino({}, sink) });
  };
  const ask = (query: string): Promise<Answer> => askGraph(gateway.url, query);
  const logged = (message: string): unknown[] =>
    log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
  const loaded = async (outcome: string): Promise<number> => {
    const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    const line = `switchboard_supergraphs_total{outcome="${outcome}"} `;
    return Number(
      text
        .split('\n')
        .find((one) => one.startsWith(line))
        ?.slice(line.length) ?? 0,
    );
  };

  test('turns to it in the middle of requests, and none of them notices', async () => {
    await start();
    const seen: Answer[] = [];
    let isOver = false;
    const clients = [1, 2, 3, 4, 5, 6].map(async () => {
      while (!isOver) seen.push(await ask('{ hello }'));
    });
    expect((await ask('{ added }')).status).toBe(400);
    write(after);
    expect(await gateway.reload()).toBe('loaded');
    expect((await ask('{ added }')).body).toEqual({ data: { added: 'new' } });
    isOver = true;
    await Promise.all(clients);
    expect(new Set(seen.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set(['{"data":{"hello":"world"}}']),
    );
    expect(await loaded('loaded')).toBe(2);
    await eventually(() => expect(logged('the old supergraph is closed')).toHaveLength(1));
    expect(logged('a new supergraph answers')).toMatchObject([{ warmed: 1 }]);
  });

  test('finishes a mutation that the new one does not even have', async () => {
    await start({ timeouts: { subgraphMs: 40_000, requestMs: 40_000, drainMs: 50 } });
    const running = ask('mutation { slow }');
    await eventually(() => expect(hello.received).toHaveLength(1));
    write(after);
    expect(await gateway.reload()).toBe('loaded');
    expect((await ask('mutation { slow }')).status).toBe(400);
    await eventually(() =>
      expect(logged('queries of the old supergraph were given up')).toHaveLength(1),
    );
    expect(logged('the old supergraph is closed')).toEqual([]);
    finish();
    expect((await running).body).toEqual({ data: { slow: 'done' } });
    await eventually(() => expect(logged('the old supergraph is closed')).toHaveLength(1));
  });

  test('gives a query of the old one up after its time, with what there is', async () => {
    const sharing = { subgraph: false, requests: false };
    await start({ sharing, timeouts: { subgraphMs: 60_000, requestMs: 60_000, drainMs: 100 } });
    hello.mood = { kind: 'hangs' };
    const running = ask('{ hello }');
    await eventually(() => expect(hello.received).toHaveLength(1));
    write(after);
    await gateway.reload();
    const { status, data, errors } = await running;
    expect([status, data]).toEqual([200, { hello: null }]);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['SUBGRAPH_UNAVAILABLE']);
  });

  test.each([
    ['is no GraphQL', () => 'type Query {', ['cannot be read']],
    ['names no subgraph', () => 'type Query { a: Int }', ['no subgraph', 'subgraphs.hello']],
    [
      'has an access rule that nobody knows',
      () =>
        composeTiny([
          {
            ...hello,
            sdl: `${POLICY} type Query { a: Int @policy(policies: [["x"]]) b: Int @policy(policies: [["y"]]) }`,
          },
        ]),
      ['"x"', '"y"'],
    ],
  ])('refuses one that %s, names every fault, and stays', async (_, text, faults) => {
    await start({ subgraphs: { hello: { timeoutMs: 4_000 } } });
    writeFileSync(file, text());
    expect(await gateway.reload()).toBe('refused');
    const [refusal] = logged('a new supergraph is refused');
    for (const fault of faults)
      expect(JSON.stringify(refusal)).toContain(JSON.stringify(fault).slice(1, -1));
    expect(await loaded('refused')).toBe(1);
    expect((await ask('{ hello }')).body).toEqual({ data: { hello: 'world' } });
    write(after);
    expect(await gateway.reload()).toBe('loaded');
  });

  test('does nothing for a file that says the same', async () => {
    await start();
    expect(await gateway.reload()).toBe('unchanged');
    rmSync(file);
    expect(await gateway.reload()).toBe('refused');
  });

  test('looks by itself when told to, and says once what is wrong', async () => {
    await start({ reload: { watchSeconds: 0.1 } });
    writeFileSync(file, 'type Query {');
    await eventually(() => expect(logged('a new supergraph is refused')).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(logged('a new supergraph is refused')).toHaveLength(1);
    write(after);
    await eventually(async () => expect((await ask('{ added }')).status).toBe(200));
  });

  test('keeps its connections and circuit breakers where subgraphs stay where they are', async () => {
    const breaker = { failurePercent: 50, requests: 2, windowMs: 10_000, openMs: 60_000 };
    await start({ breaker: { enabled: true, ...breaker } });
    hello.mood = { kind: 'answers', status: 500, type: 'text/html', body: '' };
    await ask('{ hello }');
    await ask('{ hello }');
    expect(hello.received).toHaveLength(2);
    write(after);
    await gateway.reload();
    await eventually(() => expect(logged('the old supergraph is closed')).toHaveLength(1));
    expect((await ask('{ hello }')).errors).toHaveLength(1);
    expect(hello.received).toHaveLength(2);
  });
});

const POLICY =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@policy"])';
