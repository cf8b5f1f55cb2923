import { describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { EngineName, Graph, SubgraphText } from './start-graph.ts';

const source: SubgraphText = {
  sdl: `
    type Query { items: [Item!]! }
    type Mutation { touch: Item }
    type Item @key(fields: "id") { id: ID! price(currency: String!): Int }
  `,
  resolvers: {
    Query: { items: () => [{ id: '1' }, { id: '2' }] },
    Mutation: { touch: () => ({ id: '1' }) },
    Item: {
      __resolveReference: (representation: object) => representation,
      price: ({ id }: { id: string }, { currency }: { currency: string }) =>
        Number(id) * ({ EUR: 100, USD: 200, GBP: 300 }[currency] ?? 0),
    },
  },
};

function startPriced(engine: EngineName): Promise<Graph> {
  const priced: SubgraphText = {
    sdl: `type Item @key(fields: "id") {
      id: ID!
      price(currency: String!): Int @external
      inEuro: String @requires(fields: "price(currency: \\"EUR\\")")
      inDollar: String @requires(fields: "price(currency: \\"USD\\")")
    }`,
    resolvers: {
      Item: {
        __resolveReference: (representation: object) => representation,
        inEuro: ({ price }: { price: number }) => String(price),
        inDollar: ({ price }: { price: number }) => String(price),
      },
    },
  };
  return startGraph(engine, { source, priced });
}

describe.each(bothEngines)('@requires with an argument over the %s engine', (engine) => {
  test('gets the value for that argument', async () => {
    const graph = await startPriced(engine);
    const { data } = await graph.ask('{ items { inEuro } }');
    expect(data).toEqual({ items: [{ inEuro: '100' }, { inEuro: '200' }] });
  });
});

// The reference fetches one of the values and takes it for all: apollographql/federation#2996.
describe('@requires with arguments over the native engine', () => {
  const euro = [{ inEuro: '100' }, { inEuro: '200' }];
  const dollar = [{ inDollar: '200' }, { inDollar: '400' }];
  const cases: readonly (readonly [string, string, object])[] = [
    [
      'beside the same field with another argument',
      '{ items { price(currency: "GBP") inEuro } }',
      { items: euro.map((one, index) => ({ price: (index + 1) * 300, ...one })) },
    ],
    [
      'beside the same field with another argument in a variable, and twice',
      `query ($c: String! = "GBP") { items { inEuro ...A ...B } }
       fragment A on Item { price(currency: $c) } fragment B on Item { price(currency: $c) }`,
      { items: euro.map((one, index) => ({ ...one, price: (index + 1) * 300 })) },
    ],
    [
      'beside another requirement with another argument',
      '{ items { inEuro inDollar } }',
      { items: euro.map((one, index) => ({ ...one, ...dollar[index] })) },
    ],
    [
      'all of them, under aliases that look like what is fetched',
      '{ items { price: inEuro inEuro: inDollar id: price(currency: "GBP") } }',
      {
        items: [
          { price: '100', inEuro: '200', id: 300 },
          { price: '200', inEuro: '400', id: 600 },
        ],
      },
    ],
    [
      'below a mutation, which is sent once',
      'mutation { touch { inDollar inEuro } }',
      { touch: { inDollar: '200', inEuro: '100' } },
    ],
  ];
  test.each(cases)('%s', async (_, query, expected) => {
    const graph = await startPriced('native');
    expect(await graph.ask(query)).toEqual({ data: expected, errors: [] });
    const mutations = graph.asked.filter((one) => /^\s*mutation/.test(one.query));
    expect(mutations).toHaveLength(query.startsWith('mutation') ? 1 : 0);
  });
});
