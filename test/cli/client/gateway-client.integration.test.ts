import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createGatewayClient,
  GatewayRefusal,
  GatewayUnavailable,
} from '../../../cli/client/gateway-client.ts';
import { failure, startPlayedGateway, type PlayedGateway, type Reply } from '../played-gateway.ts';

const DATA: Reply = { kind: 'answer', body: { data: { hello: 'world' } } };

describe('a client of the gateway', () => {
  let gateway: PlayedGateway;
  let waits: string[];

  beforeEach(async () => {
    gateway = await startPlayedGateway(() => DATA);
    waits = [];
  });

  afterEach(() => gateway.stop());

  const client = (changes: { url?: string; patienceMs?: number } = {}) =>
    createGatewayClient({
      url: gateway.url,
      token: 'token-of-mine',
      patienceMs: 60_000,
      onWait: (reason) => waits.push(reason),
      ...changes,
    });

  const ask = (changes?: Parameters<typeof client>[0]) =>
    client(changes).ask('query Hello($name: String) { hello(name: $name) }', { name: 'Zoë' });

  test('sends query, variables and token, and gives the data', async () => {
    expect(await ask()).toEqual({ hello: 'world' });
    expect(gateway.requests).toEqual([
      {
        query: 'query Hello($name: String) { hello(name: $name) }',
        variables: { name: 'Zoë' },
        authorization: 'Bearer token-of-mine',
      },
    ]);
    expect(waits).toEqual([]);
  });

  test.each<[string, Reply]>([
    ['a division is unavailable', failure('SUBGRAPH_UNAVAILABLE')],
    ["a division's system is unavailable", failure('DIVISION_SYSTEM_UNAVAILABLE')],
    ['the ledger of reads is not there yet', failure('LEDGER_UNAVAILABLE')],
    ['the gateway shuts down', failure('SHUTTING_DOWN')],
    ['it asked too often', failure('RATE_LIMIT_EXCEEDED')],
    ['the connection breaks', { kind: 'hang up' }],
    ['a proxy answers for a gateway that is away', { kind: 'text', text: '<h1>502', status: 502 }],
    ['a proxy answers in JSON', { kind: 'text', text: '{"message":"no"}', status: 503 }],
    ['a proxy answers with nothing', { kind: 'text', text: '', status: 504 }],
  ])('asks again when %s, and says that it waits', async (_name, reply) => {
    gateway.interject(reply, reply);
    expect(await ask()).toEqual({ hello: 'world' });
    expect(gateway.requests).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  test('asks again with what was asked, until nobody has answered for too long', async () => {
    await gateway.stop();
    const asking = ask({ patienceMs: 300 });
    await expect(asking).rejects.toThrow(GatewayUnavailable);
    await expect(asking).rejects.toThrow(
      new RegExp(`^${gateway.url} does not answer: .*ECONNREFUSED`),
    );
    expect(waits.length).toBeGreaterThan(0);
  });

  test.each<[string, Reply, string]>([
    ['forbids it', failure('FORBIDDEN', 'Not yours'), 'Not yours (FORBIDDEN)'],
    [
      'has no such field',
      failure('GRAPHQL_VALIDATION_FAILED', 'No'),
      'No (GRAPHQL_VALIDATION_FAILED)',
    ],
    [
      'gives no code',
      { kind: 'answer', body: { errors: [{ message: 'No' }] }, status: 400 },
      'No (unknown)',
    ],
    [
      'gives data beside an error',
      { kind: 'answer', body: { data: { hello: null }, errors: [{ message: 'No' }] } },
      'No (unknown)',
    ],
    [
      'is none, but a page',
      { kind: 'text', text: '<html>', status: 404 },
      'answers with status 404',
    ],
    ['answers null', { kind: 'text', text: 'null', status: 200 }, 'answers with status 200'],
    ['answers without data', { kind: 'text', text: '{"data":null}', status: 200 }, 'no GraphQL'],
  ])('gives up at once when the gateway %s', async (_name, reply, message) => {
    gateway.interject(reply);
    const asking = ask();
    await expect(asking).rejects.toThrow(GatewayRefusal);
    await expect(asking).rejects.toThrow(message);
    expect(gateway.requests).toHaveLength(1);
  });

  test('tells the code of a refusal apart from its words', async () => {
    gateway.interject(failure('REQUEST_TOO_LARGE', 'Too much'));
    await expect(ask()).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  });
});
