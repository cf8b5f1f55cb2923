import { beforeAll, describe, expect, test } from '@jest/globals';

import type { Caller } from '../../../gateway/auth/caller.ts';
import { bothEngines, startGraph } from '../execute/federation/start-graph.ts';
import type { Graph } from '../execute/federation/start-graph.ts';

const cases = [
  { id: 'c1', division: 'banking', team: 't1', subject: 's1' },
  { id: 'c2', division: 'lending', team: 't2', subject: 's2' },
  { id: 'c3', division: 'banking', team: null, subject: 's3' },
];

const sdl = `
  type Query { cases: [Case] case(id: ID!): Case }
  type Mutation { transfer(id: ID!): Case }
  type Case @key(fields: "id") @policy(policies: [["concernsOwnDivision", "concernsOwnTeam"]]) {
    id: ID! division: ID team: ID subject: String
  }`;

const caseOf = (_: unknown, { id }: { id: string }) => cases.find((one) => one.id === id) ?? null;
const resolvers = {
  Query: { cases: () => cases, case: caseOf },
  Mutation: {
    transfer: (_: unknown, args: { id: string }) => ({ ...caseOf(_, args), team: 't9' }),
  },
};

const callerOf = (teams: readonly string[], more: Partial<Caller> = {}): Caller => ({
  ...{ subject: 'u1', roles: [], scopes: ['team:own'], division: null, teams, purpose: null },
  expiresAt: 4_102_444_800,
  ...more,
});

describe.each(bothEngines)('cases of own teams over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { service: { sdl, resolvers } });
  });
  const ask = (query: string, caller: Caller) => graph.ask(query, {}, caller);
  const idsFor = async (caller: Caller) => {
    const { data, errors } = await ask('{ cases { id } }', caller);
    expect(errors).toEqual([]);
    return (data as { cases: ({ id: string } | null)[] }).cases.map((one) => one?.id ?? null);
  };

  test('are there for whoever is confined to these, and no others', async () => {
    expect(await idsFor(callerOf(['t2']))).toEqual([null, 'c2', null]);
    expect(await idsFor(callerOf(['t2', 't1']))).toEqual(['c1', 'c2', null]);
    expect(await idsFor(callerOf(['t3']))).toEqual([null, null, null]);
  });

  test('must be of the own division, too', async () => {
    expect(await idsFor(callerOf(['t1', 't2'], { division: 'banking' }))).toEqual([
      ...['c1', null, null],
    ]);
    expect(await idsFor(callerOf(['t2'], { division: 'banking' }))).toEqual([null, null, null]);
  });

  test('are not looked for where teams confine nobody', async () => {
    expect(await idsFor(callerOf(['t2'], { scopes: [] }))).toEqual(['c1', 'c2', 'c3']);
    expect(graph.asked.map(({ query }) => query).join()).not.toContain('team');
  });

  test("look like none that is there when they are another team's", async () => {
    const own = callerOf(['t1']);
    const seen = (id: string) => ask(`{ case(id: "${id}") { id subject } }`, own);
    expect((await seen('c1')).data).toEqual({ case: { id: 'c1', subject: 's1' } });
    const none = await seen('none');
    expect(none).toEqual({ data: { case: null }, errors: [] });
    for (const id of ['c2', 'c3']) expect(await seen(id)).toEqual(none);
  });

  test('are shown no more by the mutation that gives them to another team', async () => {
    const { data, errors } = await ask('mutation { transfer(id: "c1") { id } }', callerOf(['t1']));
    expect({ data, errors }).toEqual({ data: { transfer: null }, errors: [] });
  });

  test('are denied, and nobody is asked, to who is confined and in no team', async () => {
    for (const query of ['{ case(id: "c1") { id } }', 'mutation { transfer(id: "c1") { id } }']) {
      const { errors } = await ask(query, callerOf([]));
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_FORBIDDEN']);
      expect(graph.asked).toEqual([]);
    }
  });
});
