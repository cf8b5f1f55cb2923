import { describe, expect, test } from '@jest/globals';
import pino from 'pino';

import type { Caller } from '../../../gateway/auth/caller.ts';
import { newRequestRecord } from '../../../gateway/context.ts';
import type { RequestContext } from '../../../gateway/context.ts';
import { Deadline } from '../../../gateway/deadline.ts';
import { createSharingClient } from '../../../gateway/execute/sharing-client.ts';
import type { SubgraphCall, SubgraphResult } from '../../../gateway/execute/subgraph-client.ts';

const caller: Caller = Object.freeze({
  ...{ subject: 'u1', roles: ['agent'], scopes: ['a'], division: null, teams: [], purpose: null },
  expiresAt: 4_102_444_800,
});

function contextOf(who: Caller | null, leftMs = 60_000): RequestContext {
  const deadline = new Deadline(performance.now() + leftMs);
  const log = pino({ level: 'silent' });
  return { requestId: 'r', caller: who, log, deadline, record: newRequestRecord() };
}

function query(body: string): SubgraphCall {
  return { body, isMutation: false, entities: [] };
}

/** A sharing client over one that answers when it is told to. */
function sharing() {
  const waiting: { resolve: (result: SubgraphResult) => void; reject: (error: Error) => void }[] =
    [];
  const contexts: RequestContext[] = [];
  const send = (_call: SubgraphCall, context: RequestContext) => {
    contexts.push(context);
    return new Promise<SubgraphResult>((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const client = createSharingClient({ send }, { mutations: { value: 0 }, timeoutMs: 500 });
  const answer = async (data: Record<string, unknown>) => {
    for (const { resolve } of waiting.splice(0)) resolve({ data });
    await new Promise(setImmediate);
  };
  return { client, answer, waiting, contexts };
}

describe('createSharingClient', () => {
  test('sends equal queries that are under way once, and gives all the one result', async () => {
    const { client, answer, waiting } = sharing();
    const asked = [1, 2, 3].map(() => client.send(query('q'), contextOf(caller)));
    expect(waiting).toHaveLength(1);
    await answer({ a: 1 });
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) expect(other).toBe(first);
  });

  test('sends by itself what is waited for shorter than a request may take', () => {
    const { client, waiting } = sharing();
    for (const leftMs of [400, 60_000, 400, 60_000]) {
      void client.send(query('q'), contextOf(caller, leftMs));
    }
    expect(waiting).toHaveLength(3);
  });

  test('sends again what is asked again later', async () => {
    const { client, answer, waiting } = sharing();
    const before = client.send(query('q'), contextOf(caller));
    await answer({ a: 1 });
    await before;
    void client.send(query('q'), contextOf(caller));
    expect(waiting).toHaveLength(1);
  });

  const others: readonly [string, Partial<Caller>][] = [
    ['subject', { subject: 'u2' }],
    ['role', { roles: ['team-lead'] }],
    ['scope', { scopes: ['a', 'b'] }],
    ['division', { division: 'banking' }],
    ['team', { teams: ['t1'] }],
    ['purpose', { purpose: 'fraud' }],
  ];
  test.each(others)('shares nothing between callers of another %s', (_, other) => {
    const { client, waiting } = sharing();
    void client.send(query('q'), contextOf(caller));
    void client.send(query('q'), contextOf({ ...caller, ...other }));
    void client.send(query('q'), contextOf(null));
    expect(waiting).toHaveLength(3);
  });

  test('shares nothing between different bodies', () => {
    const { client, waiting } = sharing();
    void client.send(query('q'), contextOf(caller));
    void client.send(query('p'), contextOf(caller));
    expect(waiting).toHaveLength(2);
  });

  test('sends every mutation', () => {
    const { client, waiting } = sharing();
    const mutation = { ...query('m'), isMutation: true };
    void client.send(mutation, contextOf(caller));
    void client.send(mutation, contextOf(caller));
    expect(waiting).toHaveLength(2);
  });

  test('answers nobody who asks after a mutation with what was asked before it', async () => {
    const { client, answer, waiting } = sharing();
    const before = client.send(query('q'), contextOf(caller));
    const asked = waiting.splice(0);
    const mutation = client.send({ ...query('m'), isMutation: true }, contextOf(caller));
    await answer({ done: true });
    await mutation;
    const after = client.send(query('q'), contextOf(caller));
    expect(waiting).toHaveLength(1);
    await answer({ a: 'new' });
    for (const { resolve } of asked) resolve({ data: { a: 'old' } });
    expect([(await before).data, (await after).data]).toEqual([{ a: 'old' }, { a: 'new' }]);
  });

  test('goes on for the others when whoever asked first has gone', async () => {
    const { client, answer, contexts } = sharing();
    const first = contextOf(caller);
    const asked = [client.send(query('q'), first), client.send(query('q'), contextOf(caller))];
    first.deadline.abandon();
    expect(contexts[0]?.deadline.isAbandoned).toBe(false);
    await answer({ a: 1 });
    await expect(Promise.all(asked)).resolves.toHaveLength(2);
  });

  test('fails for all who wait, and asks anew afterwards', async () => {
    const { client, waiting } = sharing();
    const asked = [1, 2].map(() => client.send(query('q'), contextOf(caller)));
    for (const { reject } of waiting.splice(0)) reject(new Error('down'));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void client.send(query('q'), contextOf(caller));
    expect(waiting).toHaveLength(1);
  });
});
