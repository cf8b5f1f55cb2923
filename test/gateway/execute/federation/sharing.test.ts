import { describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

function real(sdl: string, resolvers: object): SubgraphText {
  // Each subgraph's resolvers are plain objects; their exact types say nothing here.
  return { sdl, resolvers: resolvers as never };
}

describe.each(bothEngines)('fields that several subgraphs have, over the %s engine', (engine) => {
  let graph: Graph;

  test('@provides: what is provided on one path is not fetched, on another it is', async () => {
    graph = await startGraph(engine, {
      reviews: real(
        `type Query { review: Review other: Review }
         type Review { author: User @provides(fields: "name address { city }") reviewer: User }
         type User @key(fields: "id") { id: ID! name: String @external address: Address @external }
         type Address { city: String @external }`,
        {
          Query: {
            review: () => ({ author: { id: '1', name: 'provided', address: { city: 'here' } } }),
            other: () => ({ reviewer: { id: '1' } }),
          },
        },
      ),
      users: real(
        `type User @key(fields: "id") { id: ID! name: String @shareable address: Address @shareable age: Int }
         type Address { city: String @shareable zip: String }`,
        {
          User: {
            __resolveReference: ({ id }: { id: string }) => ({
              ...{ id, name: 'owned', age: 5, address: { city: 'there', zip: 'Z' } },
            }),
          },
        },
      ),
    });
    const provided = await graph.ask('{ review { author { name address { city } } } }');
    expect(provided.data).toEqual({
      review: { author: { name: 'provided', address: { city: 'here' } } },
    });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['reviews']);
    const fetched = await graph.ask('{ other { reviewer { name } } review { author { age } } }');
    expect(fetched.data).toEqual({
      other: { reviewer: { name: 'owned' } },
      review: { author: { age: 5 } },
    });
  });

  test('@provides on one type of a union', async () => {
    graph = await startGraph(engine, {
      feed: real(
        `type Query { feed: [Item] @provides(fields: "... on Post { title }") }
         union Item = Post | Photo
         type Post @key(fields: "id") { id: ID! title: String @external }
         type Photo @key(fields: "id") { id: ID! }`,
        {
          Query: {
            feed: () => [
              { __typename: 'Post', id: '1', title: 'provided' },
              { __typename: 'Photo', id: '2' },
            ],
          },
        },
      ),
      store: real(
        `type Post @key(fields: "id") { id: ID! title: String @shareable }
         type Photo @key(fields: "id") { id: ID! url: String }`,
        {
          Post: { __resolveReference: () => ({ title: 'owned' }) },
          Photo: { __resolveReference: ({ id }: { id: string }) => ({ url: `/${id}` }) },
        },
      ),
    });
    const { data } = await graph.ask('{ feed { ... on Post { title } ... on Photo { url } } }');
    expect(data).toEqual({ feed: [{ title: 'provided' }, { url: '/2' }] });
  });

  test('@shareable value types: an object is put together from two subgraphs', async () => {
    const position = (fields: string): string => `
      type Query { where: Position @shareable }
      type Position @shareable { id: ID! ${fields} }`;
    graph = await startGraph(engine, {
      left: real(position('x: Int at: Point') + ' type Point @shareable { a: Int c: Int }', {
        Query: { where: () => ({ id: 'w', x: 1, at: { a: 10, c: 30 } }) },
      }),
      right: real(position('y: [Int!] at: Point') + ' type Point @shareable { b: Int c: Int }', {
        Query: { where: () => ({ id: 'w', y: [2, 3], at: { b: 20, c: 30 } }) },
      }),
    });
    expect(await graph.ask('{ where { y at { b a c } x id } }')).toEqual({
      data: { where: { y: [2, 3], at: { b: 20, a: 10, c: 30 }, x: 1, id: 'w' } },
      errors: [],
    });
  });

  test('@override: the new subgraph is asked, the old one is not', async () => {
    graph = await startGraph(engine, {
      old: real(
        'type Query { bill: Bill } type Bill @key(fields: "id") { id: ID! total: Int tax: Int }',
        {
          Query: { bill: () => ({ id: '1', total: -1, tax: 7 }) },
          Bill: { __resolveReference: () => ({ id: '1', total: -1, tax: 7 }) },
        },
      ),
      fresh: real('type Bill @key(fields: "id") { id: ID! total: Int @override(from: "old") }', {
        Bill: { __resolveReference: ({ id }: { id: string }) => ({ id, total: 100 }) },
      }),
    });
    expect((await graph.ask('{ bill { total tax } }')).data).toEqual({
      bill: { total: 100, tax: 7 },
    });
    expect(graph.asked.find(({ subgraph }) => subgraph === 'old')?.query).not.toContain('total');
  });

  test('@inaccessible: what is hidden serves as key and requirement, and cannot be asked for', async () => {
    graph = await startGraph(engine, {
      a: real(
        `type Query { thing: Thing }
         type Thing @key(fields: "secret") { secret: ID! @inaccessible weight: Int @inaccessible name: String }`,
        { Query: { thing: () => ({ secret: 's', weight: 4, name: 'n' }) } },
      ),
      b: real(
        `type Thing @key(fields: "secret") {
           secret: ID! @inaccessible weight: Int @external heavy: Boolean @requires(fields: "weight") }`,
        {
          Thing: {
            __resolveReference: (representation: object) => representation,
            heavy: ({ weight }: { weight: number }) => weight > 3,
          },
        },
      ),
    });
    const { data } = await graph.ask('{ thing { heavy name } }');
    expect(JSON.stringify(data)).toBe('{"thing":{"heavy":true,"name":"n"}}');
    const { data: hidden } = await graph.ask('{ __type(name: "Thing") { fields { name } } }');
    expect(hidden).toEqual({ __type: { fields: [{ name: 'name' }, { name: 'heavy' }] } });
  });

  test('enums and inputs that differ meet where their positions say', async () => {
    graph = await startGraph(engine, {
      a: real(
        `type Query { pick(by: Filter, sort: Sort): [Colour!] } enum Colour { RED BLUE @inaccessible }
         input Filter { a: Int! both: String } enum Sort { UP DOWN }`,
        {
          Query: {
            pick: (_: unknown, args: object) => [JSON.stringify(args) === '{}' ? 'RED' : 'BLUE'],
          },
        },
      ),
      b: real(
        `type Query { echo(by: Filter): String colours: [Colour] } enum Colour { GREEN RED BLUE @inaccessible }
         input Filter { a: Int! b: Int both: String }`,
        {
          Query: {
            echo: (_: unknown, args: object) => JSON.stringify(args),
            colours: () => ['GREEN', null, 'RED'],
          },
        },
      ),
    });
    expect(
      await graph.ask('query ($f: Filter) { echo(by: $f) colours pick }', {
        f: { a: 1, both: 'x' },
      }),
    ).toEqual({
      data: { echo: '{"by":{"a":1,"both":"x"}}', colours: ['GREEN', null, 'RED'], pick: ['RED'] },
      errors: [],
    });
  });
});
