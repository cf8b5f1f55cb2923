import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const shop: SubgraphText = {
  sdl: `
    type Query { thing(id: ID! = "1"): Thing }
    "A thing." type Thing @key(fields: "id") { id: ID! name: String @deprecated(reason: "old") hidden: Int @inaccessible }
  `,
  resolvers: { Query: { thing: () => ({ id: '1', name: 'n' }) } },
};

describe.each(bothEngines)('introspection over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { shop });
  });

  test('shows what clients see, and nothing of federation', async () => {
    const { data, errors } = await graph.ask(getIntrospectionQuery());
    expect(errors).toEqual([]);
    const sdl = printSchema(buildClientSchema(data as IntrospectionQuery));
    expect(sdl).toMatch(/thing\(id: ID! = "?1"?\): Thing/);
    expect(sdl).toContain('"""A thing."""');
    expect(sdl).toContain('@deprecated(reason: "old")');
    expect(sdl).not.toMatch(/hidden|join__|_entities|_service|_Any|federation__/);
    expect(graph.asked).toEqual([]);
  });

  test('beside data, under aliases, through fragments and variables', async () => {
    const { data } = await graph.ask(
      `query ($name: String!, $old: Boolean) {
        thing { name __typename }
        mine: __type(name: $name) { ...T fields(includeDeprecated: $old) { name } }
        __typename
        ... on Query { __schema { queryType { name } } }
      }
      fragment T on __Type { kind description }`,
      { name: 'Thing', old: true },
    );
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        thing: { name: 'n', __typename: 'Thing' },
        mine: {
          kind: 'OBJECT',
          description: 'A thing.',
          fields: [{ name: 'id' }, { name: 'name' }],
        },
        __typename: 'Query',
        __schema: { queryType: { name: 'Query' } },
      }),
    );
  });

  test('a type that is not there is null; a condition leaves it out', async () => {
    const query =
      'query ($x: Boolean!) { __type(name: "No") { name } __schema @include(if: $x) { queryType { name } } }';
    expect((await graph.ask(query, { x: false })).data).toEqual({ __type: null });
  });

  test('the name of the root needs nobody', async () => {
    expect((await graph.ask('{ __typename a: __typename }')).data).toEqual({
      __typename: 'Query',
      a: 'Query',
    });
    expect(graph.asked).toEqual([]);
  });
});
