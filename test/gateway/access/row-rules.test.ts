import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import type { Caller } from '../../../gateway/auth/caller.ts';
import { confinedTo } from '../../../schema/access/own-division.ts';
import { RowRule } from '../../../schema/access/row-rule.ts';
import { namedPolicies } from '../../../schema/access/rules.ts';
import { bothEngines, startGraph } from '../execute/federation/start-graph.ts';
import type { Graph } from '../execute/federation/start-graph.ts';

const customers = [
  { id: 'both', divisions: ['banking', 'lending'], granted: [true] },
  { id: 'bank', divisions: ['banking'], granted: [true, false] },
  { id: 'loan', divisions: ['lending'], granted: [] },
].map(({ id, divisions, granted }) => ({
  __typename: 'Customer',
  id,
  name: `name of ${id}`,
  email: `${id}@mail.example`,
  sourceRecords: divisions.map((division) => ({ division })),
  consents: granted.map((one) => ({ purpose: 'marketing', channel: 'EMAIL', granted: one })),
}));
const customerOf = (id: string) => customers.find((one) => one.id === id) ?? null;

const entries = [
  { __typename: 'Case', id: 'c1', division: 'banking', subject: 's1', summary: 'u1' },
  { __typename: 'Case', id: 'c2', division: 'lending', subject: 's2', summary: 'u2' },
  { __typename: 'Interaction', id: 'i1', division: 'banking', summary: 'u3' },
];
const deals = [
  { __typename: 'Deal', id: 'd1', title: 'lending', price: 1, owner: { division: 'banking' } },
  { __typename: 'Deal', id: 'd2', title: 'banking', price: 2, owner: { division: 'lending' } },
];

const sdl = {
  customers: `
    type Query { customer(id: ID!): Customer customers: [Customer] strict: [Customer!] first: Customer! }
    type Mutation { rename(id: ID!): Customer }
    type Customer @key(fields: "id") @policy(policies: [["servesThisCustomer"]]) {
      id: ID! name: String secret: String @requiresScopes(scopes: [["secret"]]) email: String @policy(policies: [["agreesToEmail"]])
      sourceRecords: [SourceRecord!] consents: [Consent!]
    }
    type SourceRecord { division: ID } type Consent { purpose: String channel: String granted: Boolean }`,
  service: `
    type Query { timeline: [Entry] }
    interface Entry { id: ID! summary: String }
    type Case implements Entry @key(fields: "id") @policy(policies: [["concernsOwnDivision"]]) {
      id: ID! division: ID subject: String summary: String customer: Customer
    }
    type Interaction implements Entry @policy(policies: [["concernsOwnDivision"]]) {
      id: ID! division: ID summary: String
    }
    type Customer @key(fields: "id") { id: ID! cases: [Case] }`,
  deals: `
    type Query { deals: [Deal!] }
    type Deal @key(fields: "id") {
      id: ID! title: String price: Int @policy(policies: [["ownDeal"], ["statedPurpose"]])
    }`,
  owners: `
    type Deal @key(fields: "id") { id: ID! owner: Owner @requiresScopes(scopes: [["owners"]]) }
    type Owner { division: ID }`,
};

const ownDeal = new RowRule({
  name: 'ownDeal',
  judgeCaller: ({ division }) => (division === null ? 'no-row' : 'by-row'),
  needs: { Deal: 'owner { division }' },
  holds: ({ owner }, caller) =>
    (owner as { division: unknown } | null)?.division === confinedTo(caller),
});

const callerOf = (division: string | null, more: Partial<Caller> = {}): Caller => ({
  ...{
    subject: 'u1',
    roles: [],
    scopes: ['owners'],
    teams: [],
    purpose: null,
    expiresAt: 4_102_444_800,
  },
  division,
  ...more,
});
const banker = callerOf('banking');
const lender = callerOf('lending');
const center = callerOf(null);

describe.each(bothEngines)('rules about objects over the %s engine', (engine) => {
  let graph: Graph;
  let ownersAreDown = false;
  beforeAll(async () => {
    graph = await startGraph(
      engine,
      {
        customers: {
          sdl: sdl.customers,
          resolvers: {
            Query: {
              customer: (_: unknown, { id }: { id: string }) => customerOf(id),
              customers: () => customers,
              strict: () => customers,
              first: () => customerOf('both'),
            },
            Mutation: { rename: (_: unknown, { id }: { id: string }) => customerOf(id) },
            Customer: { __resolveReference: ({ id }: { id: string }) => customerOf(id) },
          },
        },
        service: {
          sdl: sdl.service,
          resolvers: {
            Query: { timeline: () => entries },
            Case: { customer: () => ({ __typename: 'Customer', id: 'loan' }) },
            Customer: { cases: () => entries.filter(({ subject }) => subject !== undefined) },
          },
        },
        deals: { sdl: sdl.deals, resolvers: { Query: { deals: () => deals } } },
        owners: {
          sdl: sdl.owners,
          resolvers: {
            Deal: {
              __resolveReference({ id }: { id: string }) {
                if (ownersAreDown) throw new Error('down');
                return deals.find((one) => one.id === id);
              },
            },
          },
        },
      },
      { ...namedPolicies, ownDeal },
    );
  });
  beforeEach(() => {
    ownersAreDown = false;
  });

  const ask = (query: string, caller: Caller) => graph.ask(query, {}, caller);
  const asked = () => graph.asked.map(({ query }) => query).join('\n');

  test('cost nothing for whoever may read every object', async () => {
    const { data, errors } = await ask('{ customers { id name } timeline { id } }', center);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toMatch(/name of loan.*i1/);
    expect(asked()).not.toMatch(/sourceRecords|division/);
    await ask(
      '{ customer(id: "loan") { id } }',
      callerOf('banking', { scopes: ['division:every'] }),
    );
    expect(asked()).not.toContain('sourceRecords');
  });

  test('show objects that pass, and nothing of what was read to judge them', async () => {
    const { data, errors } = await ask('{ customer(id: "both") { id name } }', banker);
    expect({ data, errors }).toEqual({
      data: { customer: { id: 'both', name: 'name of both' } },
      errors: [],
    });
    expect(asked()).toContain('sourceRecords');
  });

  test('an object that does not pass looks like one that is not there', async () => {
    for (const selection of ['id name', '__typename', 'i: id cases { id }']) {
      const withheld = await ask(`{ customer(id: "loan") { ${selection} } }`, banker);
      expect(withheld).toEqual(await ask(`{ customer(id: "none") { ${selection} } }`, banker));
      expect(withheld).toEqual({ data: { customer: null }, errors: [] });
    }
  });

  test('judge each object of a list, for each caller by itself', async () => {
    const query = '{ customers { id } }';
    const ids = [{ id: 'both' }, { id: 'bank' }, { id: 'loan' }];
    expect((await ask(query, banker)).data).toEqual({ customers: [ids[0], ids[1], null] });
    expect((await ask(query, lender)).data).toEqual({ customers: [ids[0], null, ids[2]] });
    expect((await ask(query, callerOf('insurance'))).data).toEqual({
      customers: [null, null, null],
    });
    // Where the list may have no gaps, none of it is shown.
    expect(await ask('{ strict { id } }', banker)).toEqual({ data: { strict: null }, errors: [] });
  });

  test('an object that must not be null is judged although nothing of it is left to be asked for', async () => {
    const { data } = await ask('{ first { secret } customer(id: "bank") { name } }', banker);
    expect(data).toEqual({ first: { secret: null }, customer: { name: 'name of bank' } });
  });

  test('judge objects behind an interface by their own type', async () => {
    const query = '{ timeline { __typename id ... on Case { subject customer { id } } } }';
    expect(await ask(query, banker)).toEqual({
      data: {
        timeline: [
          { __typename: 'Case', id: 'c1', subject: 's1', customer: null },
          null,
          { __typename: 'Interaction', id: 'i1' },
        ],
      },
      errors: [],
    });
    expect((await ask('{ timeline { summary } }', lender)).data).toEqual({
      timeline: [null, { summary: 'u2' }, null],
    });
  });

  test('79. ask again for each request: a consent that was withdrawn counts for the next', async () => {
    const query = '{ customer(id: "both") { email } }';
    const marketing = callerOf(null, { purpose: 'marketing' });
    const email = async () => (await ask(query, marketing)).data;
    const [consent] = customers[0]?.consents ?? [];
    if (consent === undefined) throw new Error('There is no consent to withdraw.');
    expect(await email()).toEqual({ customer: { email: 'both@mail.example' } });
    consent.granted = false;
    expect(await email()).toEqual({ customer: { email: null } });
    consent.granted = true;
  });

  test('judge one field by what another subgraph knows, whatever the client calls its own', async () => {
    const query = '{ deals { price owner: title __typename } }';
    const title = (deal: (typeof deals)[number]) => ({ owner: deal.title, __typename: 'Deal' });
    expect(await ask(query, banker)).toEqual({
      data: { deals: deals.map((one) => ({ price: one.id === 'd1' ? 1 : null, ...title(one) })) },
      errors: [],
    });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['deals', 'owners']);
    expect((await ask('{ deals { a: price b: price } }', lender)).data).toEqual({
      deals: [
        { a: null, b: null },
        { a: 2, b: 2 },
      ],
    });
  });

  test('are not asked where another way is open, and deny where none is', async () => {
    const stated = callerOf('banking', { purpose: 'service' });
    expect((await ask('{ deals { price } }', stated)).data).toEqual({
      deals: [{ price: 1 }, { price: 2 }],
    });
    expect(asked()).not.toContain('owner');
    const { data, errors } = await ask('{ deals { id price } }', center);
    expect(data).toEqual({
      deals: [
        { id: 'd1', price: null },
        { id: 'd2', price: null },
      ],
    });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_FORBIDDEN']);
  });

  test('deny whoever may not read what the judging needs', async () => {
    const { data, errors } = await ask(
      '{ deals { id price } }',
      callerOf('banking', { scopes: [] }),
    );
    expect(data).toEqual({
      deals: [
        { id: 'd1', price: null },
        { id: 'd2', price: null },
      ],
    });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FIELD_FORBIDDEN']);
    expect(asked()).not.toMatch(/price|owner/);
  });

  test('what cannot be found out is withheld', async () => {
    ownersAreDown = true;
    const { data } = await ask('{ deals { id price } }', banker);
    expect(data).toEqual({
      deals: [
        { id: 'd1', price: null },
        { id: 'd2', price: null },
      ],
    });
  });

  test('hold for what a mutation gives back', async () => {
    expect(await ask('mutation { rename(id: "loan") { name } }', banker)).toEqual({
      data: { rename: null },
      errors: [],
    });
  });

  test('ask for consent where the purpose rests on it', async () => {
    const query = '{ customers { id email } }';
    const emails = async (purpose: string | null) => {
      const { data } = await ask(query, callerOf(null, { purpose }));
      return (data as { customers: { email: string | null }[] }).customers.map(
        ({ email }) => email,
      );
    };
    const all = customers.map(({ email }) => email);
    expect(await emails(null)).toEqual(all);
    expect(await emails('service')).toEqual(all);
    expect(asked()).not.toContain('consents');
    // Of two consents one was taken back; one customer never gave any; another purpose is not theirs.
    expect(await emails('marketing')).toEqual(['both@mail.example', null, null]);
    expect(await emails('research')).toEqual([null, null, null]);
  });
});
