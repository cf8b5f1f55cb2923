import { beforeAll, describe, expect, test } from '@jest/globals';

import type { Caller } from '../../../gateway/auth/caller.ts';
import { bothEngines, startGraph } from '../execute/federation/start-graph.ts';
import type { Graph } from '../execute/federation/start-graph.ts';

const customers = [
  { id: 'free', onLegalHold: false },
  { id: 'held', onLegalHold: true },
  { id: 'unknown', onLegalHold: null },
].map((one) => ({ ...one, __typename: 'Customer', name: `name of ${one.id}`, origin: one.id }));
const customerOf = (id: string) => customers.find((one) => one.id === id) ?? null;

const sdl = {
  customers: `
    type Query { customer(id: ID!): Customer customers: [Customer] }
    type Customer @key(fields: "id") @policy(policies: [["servesThisCustomer", "usableDespiteHold"]]) {
      id: ID! name: String onLegalHold: Boolean sourceRecords: [SourceRecord!]
      origin: String @policy(policies: [["freeOfLegalHold"]])
    }
    type SourceRecord { division: ID }`,
  service: `
    type Query { cases: [Case] }
    type Case @key(fields: "id") { id: ID! customer: Customer }
    type Customer @key(fields: "id") { id: ID! cases: [Case] }`,
};

const callerFor = (purpose: string | null, scopes: readonly string[] = []): Caller => ({
  ...{ subject: 'u1', roles: [], scopes, teams: [], division: null, expiresAt: 4_102_444_800 },
  purpose,
});

describe.each(bothEngines)('a legal hold over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    const cases = customers.map(({ id }) => ({ id: `case of ${id}`, customer: { id } }));
    graph = await startGraph(engine, {
      customers: {
        sdl: sdl.customers,
        resolvers: {
          Query: {
            customer: (_: unknown, { id }: { id: string }) => customerOf(id),
            customers: () => customers,
          },
          Customer: { __resolveReference: ({ id }: { id: string }) => customerOf(id) },
        },
      },
      service: {
        sdl: sdl.service,
        resolvers: { Query: { cases: () => cases }, Customer: { cases: () => cases } },
      },
    });
  });
  const ask = (query: string, caller: Caller) => graph.ask(query, {}, caller);
  const asked = () => graph.asked.map(({ query }) => query).join('\n');

  test('leaves no customer to purposes that rest on consent, as if there was none', async () => {
    for (const caller of [callerFor('marketing'), callerFor('research', ['legal:hold'])]) {
      const find = (id: string) =>
        ask(`{ customer(id: "${id}") { id name cases { id } } }`, caller);
      expect(await find('held')).toEqual({ data: { customer: null }, errors: [] });
      expect(await find('held')).toEqual(await find('none'));
      expect(await find('unknown')).toEqual(await find('none'));
      expect((await ask('{ customers { id } cases { customer { name } } }', caller)).data).toEqual({
        customers: [{ id: 'free' }, null, null],
        cases: [{ customer: { name: 'name of free' } }, { customer: null }, { customer: null }],
      });
    }
  });

  test('costs nothing where nothing rests on consent', async () => {
    for (const purpose of [null, 'service', 'complaint', 'fraud', 'legal']) {
      const { data } = await ask('{ customers { id name } }', callerFor(purpose));
      expect(data).toEqual({ customers: customers.map(({ id, name }) => ({ id, name })) });
      expect(asked()).not.toContain('onLegalHold');
    }
  });

  test('keeps what a matter may turn on for those who work on it', async () => {
    const origins = async (caller: Caller) => {
      const { data, errors } = await ask('{ customers { origin } }', caller);
      expect(errors).toEqual([]);
      return (data as { customers: { origin: string | null }[] }).customers.map(
        ({ origin }) => origin,
      );
    };
    expect(await origins(callerFor('service'))).toEqual(['free', null, null]);
    expect(asked()).toContain('onLegalHold');
    const all = ['free', 'held', 'unknown'];
    expect(await origins(callerFor('legal'))).toEqual(all);
    expect(await origins(callerFor('service', ['legal:hold']))).toEqual(all);
    expect(asked()).not.toContain('onLegalHold');
  });
});
