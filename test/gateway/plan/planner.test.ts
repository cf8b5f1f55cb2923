import { afterEach, describe, expect, test } from '@jest/globals';
import { composeServices } from '@theguild/federation-composition';
import { buildSchema, parse } from 'graphql';
import pino from 'pino';

import { startPlanner } from '../../../gateway/plan/planner.ts';
import type { Planner, PlannerSettings } from '../../../gateway/plan/planner.ts';
import { PlanRefusedError } from '../../../gateway/plan/planning-thread.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const subgraph = (name: string, sdl: string) => ({
  name,
  url: 'http://127.0.0.1/',
  typeDefs: parse(`${LINK}\n${sdl}`),
});

function compose(): string {
  const { supergraphSdl } = composeServices([
    subgraph(
      'people',
      'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String }',
    ),
    subgraph('money', 'type Person @key(fields: "id") { id: ID! balance: Int }'),
  ]);
  if (supergraphSdl === undefined) throw new Error('It does not compose.');
  return supergraphSdl;
}

describe('startPlanner', () => {
  let started: Planner | null = null;
  const start = async (more: Partial<PlannerSettings> = {}): Promise<Planner> => {
    const limits = { milliseconds: 10_000, megabytes: 256 };
    const log = pino({ level: 'silent' });
    started = await startPlanner({ supergraph: compose(), log, ...limits, ...more });
    return started;
  };
  afterEach(async () => {
    await started?.stop();
    started = null;
  });

  test('says what clients may ask, without what serves federation', async () => {
    const { api } = await start();
    const { Person } = buildSchema(api).getTypeMap();
    expect(Person?.name).toBe('Person');
    expect(api).not.toMatch(/join__|_Any|_Service/);
  });

  test('plans over subgraphs, without fragments that could meet others of their name', async () => {
    const planner = await start();
    const text = '{ me { ...F } } fragment F on Person { name balance }';
    const planned = JSON.stringify(await planner.plan(text));
    expect(planned).toContain('"serviceName":"money"');
    expect(planned).not.toContain('fragment F');
  });

  test('refuses what is not in the graph, with the reason, and plans on', async () => {
    const planner = await start();
    await expect(planner.plan('{ nothing }')).rejects.toThrow(/Cannot query field "nothing"/);
    await expect(planner.plan('{ me { name } }')).resolves.toMatchObject({ kind: 'QueryPlan' });
  });

  test('rejects a supergraph that is none', async () => {
    await expect(start({ supergraph: 'type Query { a: Int }' })).rejects.toThrow();
  });

  test('ends a thread that takes too long, says so, and plans the next in another', async () => {
    const planner = await start({ milliseconds: 40 });
    const long = `{ ${Array.from({ length: 4_000 }, (_, one) => `a${one}: me { name balance }`).join(' ')} }`;
    const [first, ...others] = await Promise.allSettled([
      planner.plan(long),
      planner.plan(long),
      planner.plan(long),
    ]);
    for (const outcome of [first, ...others]) {
      const reason: unknown = outcome?.status === 'rejected' ? outcome.reason : null;
      expect(reason).toBeInstanceOf(PlanRefusedError);
    }
  });

  test('refuses what is asked when it has stopped', async () => {
    const planner = await start();
    await planner.stop();
    await expect(planner.plan('{ me { name } }')).rejects.toThrow(PlanRefusedError);
  });
});
