import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const near: SubgraphText = {
  sdl: `
    type Query { one: Thing many: [Thing!]! }
    type Thing @key(fields: "id") { id: ID! a: Int b: Int inner: Thing }
  `,
  resolvers: {
    Query: { one: () => thing, many: () => [thing, thing] },
    Thing: { __resolveReference: () => thing, inner: () => thing },
  },
};
const thing = { id: '1', a: 1, b: 2 };

const far: SubgraphText = {
  sdl: `type Thing @key(fields: "id") { id: ID! c: Int d(x: Int): Int }`,
  resolvers: {
    Thing: {
      __resolveReference: ({ id }: { id: string }) => ({ id, c: 3 }),
      d: (_: unknown, { x }: { x?: number }) => x ?? -1,
    },
  },
};

const cases: readonly (readonly [string, string, Record<string, unknown>, object])[] = [
  [
    '@include',
    'query ($x: Boolean!) { one { a @include(if: $x) b } }',
    { x: false },
    { one: { b: 2 } },
  ],
  ['@skip', 'query ($x: Boolean!) { one { a @skip(if: $x) b } }', { x: true }, { one: { b: 2 } }],
  [
    'both on one field: each must let it through',
    `query ($x: Boolean!, $y: Boolean!) {
      one { a @include(if: $x) @skip(if: $y) b @include(if: $y) @skip(if: $y) id } }`,
    { x: true, y: false },
    { one: { a: 1, id: '1' } },
  ],
  [
    'the default of a variable that is not given',
    'query ($x: Boolean! = false, $y: Boolean! = true) { one { a @include(if: $x) b @include(if: $y) } }',
    {},
    { one: { b: 2 } },
  ],
  [
    'a value that is given over the default',
    'query ($x: Boolean! = false) { one { a @include(if: $x) } }',
    { x: true },
    { one: { a: 1 } },
  ],
  [
    'a field that is left out here and there again',
    'query ($x: Boolean!) { one { a @include(if: $x) b ... { a } } }',
    { x: false },
    { one: { b: 2, a: 1 } },
  ],
  [
    'conditions on fragments round fields of another subgraph',
    `query ($x: Boolean!, $y: Boolean!) {
      one { ... @include(if: $x) { c } ...F @skip(if: $y) } } fragment F on Thing { d(x: 5) }`,
    { x: true, y: true },
    { one: { c: 3 } },
  ],
  [
    'every field left out: an empty object',
    'query ($x: Boolean!) { one { a @include(if: $x) c @include(if: $x) } }',
    { x: false },
    { one: {} },
  ],
  [
    'the whole operation left out',
    'query ($x: Boolean!) { one @skip(if: $x) { c } }',
    { x: true },
    {},
  ],
  [
    'literals',
    '{ one { a @include(if: false) b @skip(if: false) c @skip(if: true) } }',
    {},
    { one: { b: 2 } },
  ],
  [
    'merged selections under different conditions',
    `query ($x: Boolean!) { one { inner @include(if: $x) { a } inner { b c @skip(if: $x) } } }`,
    { x: true },
    { one: { inner: { a: 1, b: 2 } } },
  ],
];

describe.each(bothEngines)('@skip and @include over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { near, far });
  });

  test.each(cases)('%s', async (_, query, variables, expected) => {
    const { data, errors } = await graph.ask(query, variables);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toBe(JSON.stringify(expected));
  });

  test('what is left out is not fetched', async () => {
    const query = 'query ($x: Boolean!) { many { a ... @include(if: $x) { c } } }';
    await graph.ask(query, { x: false });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['near']);
    const { data } = await graph.ask(query, { x: true });
    expect(data).toEqual({
      many: [
        { a: 1, c: 3 },
        { a: 1, c: 3 },
      ],
    });
  });

  test('one plan serves both values of a variable', async () => {
    const query = 'query ($x: Boolean!) { one { a @include(if: $x) c @skip(if: $x) } }';
    expect((await graph.ask(query, { x: true })).data).toEqual({ one: { a: 1 } });
    expect((await graph.ask(query, { x: false })).data).toEqual({ one: { c: 3 } });
    expect((await graph.ask(query, { x: true })).data).toEqual({ one: { a: 1 } });
  });

  test('a variable for a field of another subgraph goes there, and its absence too', async () => {
    const query = 'query ($n: Int) { one { d(x: $n) } }';
    expect((await graph.ask(query, { n: 7 })).data).toEqual({ one: { d: 7 } });
    expect((await graph.ask(query)).data).toEqual({ one: { d: -1 } });
    expect((await graph.ask(query, { n: null })).data).toEqual({ one: { d: -1 } });
  });
});
