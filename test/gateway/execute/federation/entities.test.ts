import { describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const products = [1, 2, 3].map((number) => ({
  id: `p${number}`,
  sku: number === 3 ? null : `s${number}`,
  code: { prefix: 'A', number },
  name: `Name ${number}`,
}));

const catalog: SubgraphText = {
  sdl: `
    type Query { products: [Product] again: [[Product]] }
    type Product @key(fields: "id") @key(fields: "sku") @key(fields: "code { prefix number }") {
      id: ID! sku: String code: Code! name: String
    }
    type Code { prefix: String! number: Int! }
  `,
  resolvers: {
    Query: {
      products: () => [products[0], null, products[2], products[1], products[0]],
      again: () => [[products[0], products[1]], [], null, [products[0]]],
    },
  },
};

const stock: SubgraphText = {
  sdl: `type Product @key(fields: "id") { id: ID! stock: Int }`,
  resolvers: {
    Product: {
      __resolveReference: ({ id }: { id: string }) =>
        id === 'p2' ? null : { id, stock: Number(id.slice(1)) * 10 },
    },
  },
};

const prices: SubgraphText = {
  sdl: `type Product @key(fields: "sku") { sku: String price: Int }`,
  resolvers: {
    Product: {
      __resolveReference: ({ sku }: { sku: string | null }) =>
        sku === null ? null : { sku, price: Number(sku.slice(1)) * 100 },
    },
  },
};

const labels: SubgraphText = {
  sdl: `
    type Product @key(fields: "code { prefix number }") { code: Code! label: String }
    type Code @shareable { prefix: String! number: Int! }
  `,
  resolvers: {
    Product: {
      __resolveReference: ({ code }: { code: { prefix: string; number: number } }) => ({
        code,
        label: `${code.prefix}/${code.number}`,
      }),
    },
  },
};

describe.each(bothEngines)('entities over the %s engine', (engine) => {
  let graph: Graph;

  test('are completed by each of their keys: plain, nullable and composite', async () => {
    const shared = { ...catalog, sdl: catalog.sdl.replace('type Code', 'type Code @shareable') };
    graph = await startGraph(engine, { catalog: shared, stock, prices, labels });
    const { data, errors } = await graph.ask('{ products { name stock price label } }');
    const one = { name: 'Name 1', stock: 10, price: 100, label: 'A/1' };
    expect(errors).toEqual([]);
    expect(data).toEqual({
      products: [
        one,
        null,
        { name: 'Name 3', stock: 30, price: null, label: 'A/3' },
        { name: 'Name 2', stock: null, price: 200, label: 'A/2' },
        one,
      ],
    });
  });

  test('that come twice are the same in every place, in lists of lists too', async () => {
    graph = await startGraph(engine, { catalog, stock });
    const { data } = await graph.ask('{ products { stock } again { stock id } }');
    expect(data).toEqual({
      products: [{ stock: 10 }, null, { stock: 30 }, { stock: null }, { stock: 10 }],
      again: [
        [
          { stock: 10, id: 'p1' },
          { stock: null, id: 'p2' },
        ],
        [],
        null,
        [{ stock: 10, id: 'p1' }],
      ],
    });
  });

  test('that nothing else is asked of are not fetched', async () => {
    graph = await startGraph(engine, { catalog, stock });
    await graph.ask('{ products { id name } }');
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['catalog']);
  });

  test('none of them there: nobody is asked about them', async () => {
    const empty = { ...catalog, resolvers: { Query: { products: () => [null] } } };
    graph = await startGraph(engine, { catalog: empty, stock });
    expect((await graph.ask('{ products { stock } }')).data).toEqual({ products: [null] });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['catalog']);
  });
});

describe('entities over the native engine', () => {
  test('that are equal are asked for once', async () => {
    const graph = await startGraph('native', { catalog, stock });
    await graph.ask('{ products { stock } }');
    const [entities] = graph.asked.filter(({ subgraph }) => subgraph === 'stock');
    expect(Object.values(entities?.variables ?? {})).toEqual([
      ['p1', 'p3', 'p2'].map((id) => ({ __typename: 'Product', id })),
    ]);
  });

  test('are fetched by a key that their subgraph resolves, not by one that it only knows', async () => {
    const names: SubgraphText = {
      sdl: `type A @key(fields: "id") { id: ID! name: String! }`,
      resolvers: {
        A: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `n${id}` }) },
      },
    };
    const own: SubgraphText = {
      sdl: `
        type Query { a: A }
        type A @key(fields: "other { one }", resolvable: false) @key(fields: "id other { two }") {
          id: ID! other: Other! name: String! @external upper: String! @requires(fields: "name")
        }
        type Other { one: ID! two: ID! }
      `,
      resolvers: {
        Query: { a: () => ({ id: '7', other: { one: '1', two: '2' } }) },
        A: {
          __resolveReference: ({ id, other, name }: any) => ({
            upper: `${name} ${id} ${other.two}`,
          }),
        },
      },
    };
    const graph = await startGraph('native', { own, names });
    expect(await graph.ask('{ a { upper } }')).toEqual({
      data: { a: { upper: 'n7 7 2' } },
      errors: [],
    });
  });
});
