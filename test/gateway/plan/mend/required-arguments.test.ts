import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startNativeGraph } from './native-graph.ts';
import type { NativeGraph } from './native-graph.ts';

/** Prices differ by currency, so that whoever gets the wrong one shows it. */
const CENTS: Readonly<Record<string, number>> = { USD: 100, EUR: 200, GBP: 300 };

interface Row {
  readonly [field: string]: unknown;
}

const products = ['p1', 'p2'].map((upc, index) => ({ upc, factor: index + 1, weight: index + 1 }));
const priceOf = ({ factor }: Row, { currency }: { currency: string }): number =>
  Number(factor) * (CENTS[currency] ?? 0);

const catalogue = {
  sdl: `
    type Query { products: [Product!]! media: [Media!]! }
    type Product @key(fields: "upc") {
      upc: ID!
      weight: Int!
      price(currency: String! = "USD"): Int!
      offers(most: Int!): [Offer!]!
      category: Category
    }
    type Offer { shop(lang: String): String! price(currency: String!): Int! }
    type Category { averagePrice(currency: String!): Int! }
    interface Media @key(fields: "id") { id: ID! title(lang: String!): String! }
    type Book implements Media @key(fields: "id") { id: ID! title(lang: String!): String! }
    type Film implements Media @key(fields: "id") { id: ID! title(lang: String!): String! }`,
  resolvers: {
    Query: {
      products: () => products,
      media: () => [
        { __typename: 'Book', id: 'm1' },
        { __typename: 'Film', id: 'm2' },
      ],
    },
    Product: {
      price: priceOf,
      category: (row: Row) => row,
      offers: (row: Row, { most }: { most: number }) =>
        [1, 2, 3].slice(0, most).map((one) => ({ factor: Number(row['factor']) * one * 10 })),
    },
    Offer: {
      shop: ({ factor }: Row, { lang }: { lang?: string }) =>
        `${lang ?? 'any'} shop ${String(factor)}`,
      price: priceOf,
    },
    Category: { averagePrice: priceOf },
    Book: { title: (_: Row, { lang }: { lang: string }) => `book in ${lang}` },
    Film: { title: (_: Row, { lang }: { lang: string }) => `film in ${lang}` },
  },
};

const text = (value: unknown): string => JSON.stringify(value);
const shipping = {
  sdl: `
    type Product @key(fields: "upc") {
      upc: ID!
      weight: Int! @external
      price(currency: String! = "USD"): Int! @external
      offers(most: Int!): [Offer!]! @external
      category: Category @external
      inDollars: String! @requires(fields: "price(currency: \\"USD\\") weight")
      inEuros: String! @requires(fields: "price(currency: \\"EUR\\") weight")
      byDefault: String! @requires(fields: "price")
      average: String! @requires(fields: "category { averagePrice(currency: \\"GBP\\") }")
      best: String! @requires(fields: "offers(most: 2) { shop ... on Offer { price(currency: \\"EUR\\") } }")
      scaled(by: Int!): Int! @requires(fields: "price(currency: \\"EUR\\")")
      note: String!
    }
    type Offer @shareable { shop(lang: String): String! @external price(currency: String!): Int! @external }
    type Category { averagePrice(currency: String!): Int! @external }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      title(lang: String!): String! @external
      label: String! @requires(fields: "title(lang: \\"de\\")")
    }`,
  resolvers: {
    Product: {
      inDollars: ({ price, weight }: Row) => text({ price, weight }),
      inEuros: ({ price, weight }: Row) => text({ price, weight }),
      byDefault: ({ price }: Row) => text(price),
      average: ({ category }: Row) => text(category),
      best: ({ offers }: Row) => text(offers),
      scaled: ({ price }: Row, { by }: { by: number }) => Number(price) * by,
      note: ({ upc }: Row) => `note on ${String(upc)}`,
    },
    Media: { label: ({ title }: Row) => `label of ${String(title)}` },
  },
};

describe('fields with arguments in @requires', () => {
  let graph: NativeGraph;
  beforeAll(async () => {
    graph = await startNativeGraph({ catalogue, shipping });
  });
  afterAll(() => graph.stop());

  const firstOf = async (selection: string): Promise<unknown> => {
    const { data, errors } = await graph.ask(`{ products { ${selection} } }`);
    expect(errors).toBeUndefined();
    return (data?.['products'] as readonly unknown[])[0];
  };

  test('come with the arguments that are required', async () => {
    expect(await firstOf('inEuros')).toEqual({ inEuros: text({ price: 200, weight: 1 }) });
  });

  test('come with the default where none are given', async () => {
    expect(await firstOf('byDefault price(currency: "GBP")')).toEqual({
      byDefault: '100',
      price: 300,
    });
  });

  test('keep apart from what the client asks of the same field', async () => {
    expect(await firstOf('price(currency: "GBP") inDollars')).toEqual({
      price: 300,
      inDollars: text({ price: 100, weight: 1 }),
    });
    expect(await firstOf('inDollars price(currency: "GBP") weight')).toEqual({
      inDollars: text({ price: 100, weight: 1 }),
      price: 300,
      weight: 1,
    });
  });

  test('of different arguments are sent apart, in one request', async () => {
    const selection = 'inDollars inEuros note average price(currency: "GBP") scaled(by: 3)';
    expect(await firstOf(selection)).toEqual({
      inDollars: text({ price: 100, weight: 1 }),
      inEuros: text({ price: 200, weight: 1 }),
      note: 'note on p1',
      average: text({ averagePrice: 300 }),
      price: 300,
      scaled: 600,
    });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['catalogue', 'shipping']);
  });

  test('are found in lists and fragments', async () => {
    expect(
      await firstOf('best offers(most: 1) { shop(lang: "fr") price(currency: "GBP") }'),
    ).toEqual({
      best: text([
        { shop: 'any shop 10', price: 2000 },
        { shop: 'any shop 20', price: 4000 },
      ]),
      offers: [{ shop: 'fr shop 10', price: 3000 }],
    });
  });

  test('are found in interfaces', async () => {
    const { data } = await graph.ask('{ media { title(lang: "fr") label } }');
    expect(data).toEqual({
      media: [
        { title: 'book in fr', label: 'label of book in de' },
        { title: 'film in fr', label: 'label of film in de' },
      ],
    });
  });

  test('are sent under the names that the subgraph knows', async () => {
    await firstOf('inEuros');
    const [, asked] = graph.sent;
    expect(asked?.representations).toEqual([
      { __typename: 'Product', upc: 'p1', price: 200, weight: 1 },
      { __typename: 'Product', upc: 'p2', price: 400, weight: 2 },
    ]);
  });

  test('are under no name that a client can use', async () => {
    expect(await firstOf('price__args_1: upc price__args_2: weight inDollars inEuros')).toEqual({
      price__args_1: 'p1',
      price__args_2: 1,
      inDollars: text({ price: 100, weight: 1 }),
      inEuros: text({ price: 200, weight: 1 }),
    });
  });
});
