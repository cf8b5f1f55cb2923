import { describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const source: SubgraphText = {
  sdl: `
    type Query { item: Item items: [Item!]! }
    type Item @key(fields: "id") {
      id: ID!
      size: Size
      parts: [Part!]
      grid: [[Int]]
      owner: Owner
    }
    type Size { w: Int! h: Int }
    type Part { name: String! sub: [Part!] }
    union Owner = Person | Company
    type Person { name: String! age: Int }
    type Company { title: String! }
  `,
  resolvers: {
    Query: { item: () => item(1), items: () => [item(1), item(2)] },
    Item: {
      __resolveReference: ({ id }: { id: string }) => item(Number(id)),
    },
    Owner: { __resolveType: (owner: object) => ('name' in owner ? 'Person' : 'Company') },
  },
};

function item(number: number) {
  return {
    id: String(number),
    size: number === 1 ? { w: 3, h: null } : null,
    parts: [
      { name: 'a', sub: [{ name: 'b' }, { name: 'c' }] },
      { name: 'd', sub: null },
    ],
    grid: [[1, null], [], null],
    owner: number === 1 ? { name: 'Ann', age: 5 } : { title: 'Inc' },
  };
}

const types = {
  size: 'size: Size @external',
  parts: 'parts: [Part!] @external',
  grid: 'grid: [[Int]] @external',
  owner: 'owner: Owner @external',
};

/** Says as text what it was sent. */
const computed = (field: keyof typeof types, requires: string, more = ''): SubgraphText => ({
  sdl: `
    type Item @key(fields: "id") {
      id: ID!
      ${types[field]}
      seen: String @requires(fields: "${requires}")
    }
    ${more}
  `,
  resolvers: {
    Item: {
      __resolveReference: (representation: object) => representation,
      seen: ({ [field]: value }: Record<string, unknown>) =>
        JSON.stringify(value, (key, inner: unknown) => (key === '__typename' ? undefined : inner)),
    },
  },
});

const shapes: readonly (readonly [string, SubgraphText, unknown])[] = [
  [
    'a nested object',
    computed('size', 'size { w h }', 'type Size @external { w: Int! h: Int }'),
    { w: 3, h: null },
  ],
  [
    'nested lists of objects',
    computed(
      'parts',
      'parts { name sub { name } }',
      'type Part @external { name: String! sub: [Part!] }',
    ),
    item(1).parts,
  ],
  ['a list of lists', computed('grid', 'grid'), [[1, null], [], null]],
  [
    'fragments on a union',
    computed(
      'owner',
      'owner { ... on Person { name } ... on Company { title } }',
      `union Owner = Person | Company
       type Person @external { name: String! } type Company @external { title: String! }`,
    ),
    { name: 'Ann' },
  ],
];

describe.each(bothEngines)('@requires over the %s engine', (engine) => {
  let graph: Graph;

  test.each(shapes)('hands on %s', async (_, other, expected) => {
    graph = await startGraph(engine, { source, computed: other });
    const { data, errors } = await graph.ask('{ item { seen } }');
    expect(errors).toEqual([]);
    const { item: answered } = data as { item: { seen: string } };
    expect(JSON.parse(answered.seen)).toEqual(expected);
  });

  test('what is required for some is not shown to the client', async () => {
    const other = computed('grid', 'grid');
    graph = await startGraph(engine, { source, computed: other });
    const { data } = await graph.ask('{ items { grid: seen } }');
    expect(data).toEqual({
      items: [{ grid: '[[1,null],[],null]' }, { grid: '[[1,null],[],null]' }],
    });
  });

  test('a required null is sent as null', async () => {
    const other = computed('size', 'size { w }', 'type Size @external { w: Int! }');
    graph = await startGraph(engine, { source, computed: other });
    const { data } = await graph.ask('{ items { seen } }');
    expect(data).toEqual({ items: [{ seen: '{"w":3}' }, { seen: 'null' }] });
  });

  test('a requirement of a requirement is fetched first', async () => {
    const second: SubgraphText = {
      sdl: `type Item @key(fields: "id") {
        id: ID! seen: String @external length: Int @requires(fields: "seen")
      }`,
      resolvers: {
        Item: {
          __resolveReference: (representation: object) => representation,
          length: ({ seen }: { seen: string }) => seen.length,
        },
      },
    };
    const first = computed('grid', 'grid');
    graph = await startGraph(engine, { source, first, second });
    const { data } = await graph.ask('{ item { length } }');
    expect(data).toEqual({ item: { length: '[[1,null],[],null]'.length } });
  });
});

describe('a required field that had to be asked for under another name', () => {
  const sdl = (person: string): SubgraphText => ({
    sdl: `
      type Query { one: Item }
      type Item @key(fields: "id") { id: ID! owner: Owner }
      union Owner = Person | Company
      type Person { value: ${person} }
      type Company { value: ${person.slice(0, -1)} }
    `,
    resolvers: {
      Query: { one: () => ({ id: '1', owner: { __typename: 'Person', value: falsy } }) },
    },
  });
  let falsy: unknown = null;

  // The reference renames only what is truthy (`dataRewrites` of @apollo/gateway), and sends nothing of all else.
  test.each([
    ['Int!', 0],
    ['Boolean!', false],
    ['String!', ''],
    ['Int!', 1],
  ])('is sent by the native engine whatever its value: %s, %j', async (type, value) => {
    falsy = value;
    const computed: SubgraphText = {
      sdl: `
        type Item @key(fields: "id") {
          id: ID! owner: Owner @external
          seen: String @requires(fields: "owner { ... on Person { value } }")
        }
        union Owner = Person
        type Person @external { value: ${type} }
      `,
      resolvers: {
        Item: {
          __resolveReference: (representation: object) => representation,
          seen: ({ owner }: { owner: object }) => JSON.stringify(owner),
        },
      },
    };
    const graph = await startGraph('native', { source: sdl(type), computed });
    const { data } = await graph.ask('{ one { owner { ... on Company { value } } seen } }');
    const [{ query } = { query: '' }] = graph.asked;
    expect(query).toMatch(/\w+: ?value/);
    expect(data).toEqual({ one: { owner: {}, seen: JSON.stringify({ value }) } });
  });
});
