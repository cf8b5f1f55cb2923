import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { createBreakerClient } from '../../../gateway/execute/breaker-client.ts';
import type { BreakerClient } from '../../../gateway/execute/breaker-client.ts';
import type { SubgraphResult } from '../../../gateway/execute/subgraph-client.ts';
import { SubgraphUnavailableError } from '../../../gateway/execute/subgraph-unavailable-error.ts';
import type { Failure } from '../../../gateway/execute/subgraph-unavailable-error.ts';
import { eventually } from '../../support/eventually.ts';
import { requestContext } from '../access/people-gateway.ts';

const call = { body: '{}', isMutation: false, entities: [] };
const context = requestContext(null);
const limits = { enabled: true, failurePercent: 50, requests: 20, windowMs: 10_000, openMs: 60 };
const wrong: SubgraphResult = { data: null, errors: [{ message: 'wrong' }] };

describe('the circuit breaker of a subgraph', () => {
  let next: () => Promise<SubgraphResult>;
  let asked: number;
  let states: string[];
  let client: BreakerClient;

  beforeEach(() => {
    asked = 0;
    states = [];
    const wire = {
      send: () => {
        asked += 1;
        return next();
      },
    };
    const onChange = (state: string): void => void states.push(state);
    client = createBreakerClient(wire, { subgraph: 'x', limits, onChange });
  });
  afterEach(() => client.close());

  const works = (): Promise<SubgraphResult> => Promise.resolve({ data: {} });
  const fails = (failure: Failure) => () =>
    Promise.reject<SubgraphResult>(new SubgraphUnavailableError('x', 'down', failure));
  const send = async (times: number, how: () => Promise<SubgraphResult>): Promise<string[]> => {
    next = how;
    const outcomes: string[] = [];
    for (let sent = 0; sent < times; sent += 1) {
      const reasonOf = (error: unknown): string => (error as SubgraphUnavailableError).reason;
      outcomes.push(await client.send(call, context, Infinity).then(() => 'ok', reasonOf));
    }
    return outcomes;
  };

  test('opens when half of twenty requests failed, not before', async () => {
    await send(10, works);
    await send(9, fails('lasting'));
    expect(states).toEqual(['closed']);
    await send(1, fails('passing'));
    expect(states).toEqual(['closed', 'open']);
  });

  test('stays closed while less than half fails', async () => {
    await send(30, works);
    await send(29, fails('lasting'));
    expect(states).toEqual(['closed']);
  });

  test('lets nothing through while it is open', async () => {
    await send(20, fails('lasting'));
    expect(await send(3, works)).toEqual(Array(3).fill('its circuit breaker is open'));
    expect(asked).toBe(20);
  });

  test.each(['given-up', 'not-sent'] as const)(
    'does not open for requests that were %s',
    async (what) => {
      await send(60, fails(what));
      expect(states).toEqual(['closed']);
    },
  );

  test('does not open for errors in a GraphQL result', async () => {
    await send(60, () => Promise.resolve(wrong));
    expect(states).toEqual(['closed']);
  });

  test('lets one request try after a while, and closes if that works', async () => {
    await send(20, fails('lasting'));
    await eventually(() => expect(states.at(-1)).toBe('half-open'));
    let answer: () => void = () => undefined;
    next = () =>
      new Promise((resolve) => {
        answer = () => resolve({ data: {} });
      });
    const trial = client.send(call, context, Infinity);
    await expect(client.send(call, context, Infinity)).rejects.toThrow('is open');
    expect(asked).toBe(21);
    answer();
    await trial;
    expect(states).toEqual(['closed', 'open', 'half-open', 'closed']);
    expect(await send(3, works)).toEqual(['ok', 'ok', 'ok']);
  });

  test.each(['lasting', 'given-up'] as const)('stays open if the trial was %s', async (what) => {
    await send(20, fails('lasting'));
    await eventually(() => expect(states.at(-1)).toBe('half-open'));
    await send(1, fails(what));
    expect(states).toEqual(['closed', 'open', 'half-open', 'open']);
  });
});
