import { describe, expect, test } from '@jest/globals';

import { createRetryingClient } from '../../../gateway/execute/retrying-client.ts';
import type { TimedClient } from '../../../gateway/execute/subgraph-client.ts';
import { SubgraphUnavailableError } from '../../../gateway/execute/subgraph-unavailable-error.ts';
import type { Failure } from '../../../gateway/execute/subgraph-unavailable-error.ts';
import { requestContext } from '../access/people-gateway.ts';

const query = { body: '{}', isMutation: false, entities: [] };
const context = requestContext(null);

/** Fails as often as told, then answers; notes when it was asked. */
function failing(times: number, failure: Failure): TimedClient & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    send() {
      asked.push(performance.now());
      if (asked.length > times) return Promise.resolve({ data: {} });
      return Promise.reject(new SubgraphUnavailableError('x', 'down', failure));
    },
  };
}

const soon = (): number => performance.now() + 10_000;
const unlucky = { retries: 2, random: () => 0 };

describe('a request that failed', () => {
  test('is sent again while it may help and retries are left', async () => {
    const client = failing(2, 'passing');
    const result = await createRetryingClient(client, unlucky).send(query, context, soon());
    expect([result, client.asked.length]).toEqual([{ data: {} }, 3]);
  });

  test('fails when no retry is left', async () => {
    const client = failing(9, 'passing');
    const sent = createRetryingClient(client, unlucky).send(query, context, soon());
    await expect(sent).rejects.toThrow('Subgraph "x" is unavailable: down');
    expect(client.asked).toHaveLength(3);
  });

  test.each(['lasting', 'given-up', 'not-sent'] as const)('is not sent again: %s', async (what) => {
    const client = failing(1, what);
    const sent = createRetryingClient(client, unlucky).send(query, context, soon());
    await expect(sent).rejects.toThrow();
    expect(client.asked).toHaveLength(1);
  });

  test('is not sent again when it may change something', async () => {
    const client = failing(1, 'passing');
    const mutation = { ...query, isMutation: true };
    const sent = createRetryingClient(client, unlucky).send(mutation, context, soon());
    await expect(sent).rejects.toThrow();
    expect(client.asked).toHaveLength(1);
  });

  test('is not sent again when its time would be up by then', async () => {
    const client = failing(1, 'passing');
    const endsAt = performance.now() + 20;
    const sent = createRetryingClient(client, unlucky).send(query, context, endsAt);
    await expect(sent).rejects.toThrow();
    expect(client.asked).toHaveLength(1);
  });
});

test('the pause before a retry is chance by half, and doubles', async () => {
  const pauses = async (random: number): Promise<number[]> => {
    const client = failing(2, 'passing');
    const retrying = createRetryingClient(client, { retries: 2, random: () => random });
    await retrying.send(query, context, soon());
    return client.asked.slice(1).map((at, index) => at - (client.asked[index] ?? 0));
  };
  const [short, long] = await Promise.all([pauses(0), pauses(1)]);
  // Timers may be late, never more than a millisecond early.
  expect(short[0]).toBeGreaterThanOrEqual(24);
  expect(short[1]).toBeGreaterThanOrEqual(49);
  expect(long[0]).toBeGreaterThanOrEqual(74);
  expect(long[1]).toBeGreaterThanOrEqual(149);
});
