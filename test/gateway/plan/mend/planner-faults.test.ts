import { afterEach, describe, expect, test } from '@jest/globals';

import { startNativeGraph } from './native-graph.ts';
import type { NativeGraph } from './native-graph.ts';

interface Row {
  readonly [field: string]: unknown;
}

let graph: NativeGraph | null = null;
afterEach(async () => {
  await graph?.stop();
});

describe('an entity with several keys', () => {
  test('is known again by one that the subgraph can resolve', async () => {
    const a = {
      sdl: `
        type A @key(fields: "id") @key(fields: "pId") @key(fields: "compositeId { one two }") @key(fields: "id compositeId { two three }") {
          id: ID!
          pId: ID!
          compositeId: CompositeID!
          name: String!
        }
        type CompositeID { one: ID! two: ID! three: ID! }`,
      resolvers: { A: { __resolveReference: ({ id }: Row) => ({ id, name: `a.${String(id)}` }) } },
    };
    const b = {
      sdl: `
        type Query { b: B }
        type B { a: [A!]! }
        type A
          @key(fields: "compositeId { one two }", resolvable: false)
          @key(fields: "id compositeId { two three }")
          @key(fields: "id", resolvable: false) {
          id: ID!
          compositeId: CompositeID!
          name: String! @external
          nameInB: String! @requires(fields: "name")
        }
        type CompositeID { one: ID! two: ID! three: ID! }`,
      resolvers: {
        Query: { b: () => ({ a: [{ id: '1', compositeId: { one: '1', two: '1', three: '1' } }] }) },
        A: { nameInB: ({ id, name }: Row) => `${String(id)} in b: ${String(name)}` },
      },
    };
    graph = await startNativeGraph({ a: share(a), b: share(b) });
    expect(await graph.ask('{ b { a { id name nameInB } } }')).toEqual({
      data: { b: { a: [{ id: '1', name: 'a.1', nameInB: '1 in b: a.1' }] } },
    });
  });
});

const share = <Subgraph extends { readonly sdl: string }>(subgraph: Subgraph): Subgraph => ({
  ...subgraph,
  sdl: subgraph.sdl.replaceAll('type CompositeID', 'type CompositeID @shareable'),
});

describe('an interface that no type implements', () => {
  const a = {
    sdl: `
      interface Node @key(fields: "id") { id: ID! }
      type Holder { node: Node }
      type Query { a: Node holder: Holder }`,
    resolvers: { Query: { a: () => null, holder: () => ({ node: null }) } },
  };
  const b = {
    sdl: `
      type Node @key(fields: "id", resolvable: false) @interfaceObject {
        id: ID!
        field: String
        secret: String @requiresScopes(scopes: [["secrets"]])
      }
      type Query { b: Node }`,
    resolvers: { Query: { b: () => ({ id: 'n1', field: 'foo', secret: 'bar' }) } },
  };

  test('is answered by the subgraph that has it as an object', async () => {
    graph = await startNativeGraph({ a, b });
    expect(await graph.ask('{ b { id ... on Node { field } } }')).toEqual({
      data: { b: { id: 'n1', field: 'foo' } },
    });
  });

  test('shows its protected fields to nobody without the right', async () => {
    graph = await startNativeGraph({ a, b });
    const { data, errors } = await graph.ask('{ b { id secret } }');
    expect(data).toEqual({ b: { id: 'n1', secret: null } });
    expect(errors).toEqual([expect.objectContaining({ path: ['b', 'secret'] })]);
    expect(graph.sent.map(({ query }) => query)).toEqual(['{b{id}}']);
    expect(await graph.ask('{ b { secret } }', ['secrets'])).toEqual({
      data: { b: { secret: 'bar' } },
    });
  });

  test.each(['{ a { field } }', '{ holder { node { field } } }', '{ b { id } a { id field } }'])(
    'refuses what cannot be reached: %s',
    async (query) => {
      graph = await startNativeGraph({ a, b });
      const { data, errors } = await graph.ask(query);
      expect(data).toBeUndefined();
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual([
        'OPERATION_NOT_PLANNED',
      ]);
      expect(graph.sent).toEqual([]);
    },
  );
});
