import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { EngineName, Graph, SubgraphText } from './start-graph.ts';

const media = [
  { __typename: 'Book', id: '1', title: 'Dune', pages: 600 },
  { __typename: 'Movie', id: '2', title: 'Alien', minutes: 117 },
];

const library: SubgraphText = {
  sdl: `
    type Query { media: [Media!]! book: Book }
    interface Media @key(fields: "id") { id: ID! title: String! }
    type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int }
    type Movie implements Media @key(fields: "id") { id: ID! title: String! minutes: Int }
  `,
  resolvers: {
    Query: { media: () => media, book: () => media[0] },
    Media: {
      __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id),
    },
    Book: { __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id) },
    Movie: { __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id) },
  },
};

const ratings: SubgraphText = {
  sdl: `
    type Query { best: Media top: [Media!] }
    type Media @interfaceObject @key(fields: "id") {
      id: ID!
      title: String! @external
      rating: Int
      shout: String @requires(fields: "title")
    }
  `,
  resolvers: {
    Query: { best: () => ({ id: '2' }), top: () => [{ id: '2' }, { id: '1' }, { id: '2' }] },
    Media: {
      __resolveReference: (representation: object) => representation,
      rating: ({ id }: { id: string }) => Number(id) * 2,
      shout: ({ title }: { title: string }) => title.toUpperCase(),
    },
  },
};

const cases: readonly (readonly [string, string, object])[] = [
  ['its own field', '{ best { rating } }', { best: { rating: 4 } }],
  [
    'the true type of an object',
    '{ best { __typename rating } }',
    { best: { __typename: 'Movie', rating: 4 } },
  ],
  [
    'its field for objects that another subgraph has',
    '{ media { title rating } book { rating } }',
    {
      media: [
        { title: 'Dune', rating: 2 },
        { title: 'Alien', rating: 4 },
      ],
      book: { rating: 2 },
    },
  ],
  [
    'fields of the types behind it',
    '{ top { ... on Book { pages } ... on Movie { minutes } rating } }',
    {
      top: [
        { minutes: 117, rating: 4 },
        { pages: 600, rating: 2 },
        { minutes: 117, rating: 4 },
      ],
    },
  ],
  [
    'its own field in a fragment on one of those types',
    '{ media { ... on Book { rating } ... on Movie { title } } }',
    { media: [{ rating: 2 }, { title: 'Alien' }] },
  ],
  [
    'a field that requires one of the interface',
    '{ best { shout } media { ... on Book { shout } } }',
    { best: { shout: 'ALIEN' }, media: [{ shout: 'DUNE' }, {}] },
  ],
];

describe.each(bothEngines)('@interfaceObject over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { library, ratings });
  });

  test.each(cases)('answers %s', async (_, query, expected) => {
    expect(await graph.ask(query)).toEqual({ data: expected, errors: [] });
  });

  test('asks nobody for the type where nothing hangs on it', async () => {
    expect((await graph.ask('{ top { rating id } }')).errors).toEqual([]);
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['ratings']);
  });
});

test('an interface object whose type nobody knows is an error, even where nothing is selected of it', async () => {
  const graph = await startGraph('native', {
    ratings,
    library: { ...library, resolvers: { Media: { __resolveReference: () => null } } },
  });
  const { data, errors } = await graph.ask(
    '{ best { ... on Book { ... on Media { ... on Movie { minutes } } } } }',
  );
  expect(data).toEqual({ best: null });
  expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['best'], 'SUBGRAPH_VALUE_INVALID'],
  ]);
});

describe('an interface object that nothing implements', () => {
  const start = (engine: EngineName): Promise<Graph> =>
    startGraph(engine, {
      a: {
        sdl: `interface Node @key(fields: "id") { id: ID! } type Query { a: Node }`,
        resolvers: { Query: { a: () => ({ __typename: 'Node', id: '1' }) } },
      },
      b: {
        sdl: `type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String }
              type Query { b: Node }`,
        resolvers: { Query: { b: () => ({ id: '1' }) }, Node: { field: () => 'foo' } },
      },
    });

  // Nothing is fetched for the field, and the reference answers null without a word.
  test('an operation that would silently get null is refused by the native engine', async () => {
    const graph = await start('native');
    const { data, errors } = await graph.ask('{ a { field } }');
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  test.each(bothEngines)('its own subgraph can be asked through the %s engine', async (engine) => {
    const graph = await start(engine);
    expect((await graph.ask('{ b { id field } }')).data).toEqual({ b: { id: '1', field: 'foo' } });
  });
});
