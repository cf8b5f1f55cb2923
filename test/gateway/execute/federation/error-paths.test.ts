import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';
import type { PlainResult } from '../engine-under-test.ts';

const near: SubgraphText = {
  sdl: `
    type Query { lists: [[Thing]] thing: Thing mixed: [Either] }
    type Thing @key(fields: "id") { id: ID! name: String inner: Thing }
    type Other { id: ID }
    union Either = Other | Thing
  `,
  resolvers: {
    Query: {
      lists: () => [[{ id: '1' }, { id: '2' }], [], [null, { id: '2' }]],
      thing: () => ({ id: '3', inner: { id: '2' } }),
      mixed: () => [
        { __typename: 'Other' },
        { __typename: 'Thing', id: '1' },
        { __typename: 'Thing', id: '2' },
      ],
    },
    Thing: {
      name: ({ id }: { id: string }) => {
        if (id === '3') throw failure('near');
        return id;
      },
    },
  },
};

const far: SubgraphText = {
  sdl: `type Thing @key(fields: "id") { id: ID! size: Int parts: [Part] name: String @external loud: String @requires(fields: "name") }
        type Part { weight: Int }`,
  resolvers: {
    Thing: {
      __resolveReference: (representation: object) => representation,
      size: ({ id }: { id: string }) => {
        if (id === '2') throw failure('far');
        return 1;
      },
      loud: ({ name }: { name: string | null }) => String(name),
      parts: () => [{}, {}],
    },
    Part: {
      weight: () => {
        throw failure('part');
      },
    },
  },
};

function failure(what: string): GraphQLError {
  return new GraphQLError(`Failed in ${what}.`, { extensions: { code: 'FIELD_FAILED' } });
}

function pathsOf({ errors }: PlainResult): readonly string[] {
  return errors.map(({ path = [] }) => path.join('.')).sort();
}

describe.each(bothEngines)('paths of subgraph errors over the %s engine', (engine) => {
  let graph: Graph;

  test('are those of the client: aliases and indexes down to the field', async () => {
    graph = await startGraph(engine, { near, far });
    const result = await graph.ask(
      '{ a: lists { big: size } b: thing { c: inner { size } n: name } }',
    );
    expect(pathsOf(result)).toEqual(['a.0.1.big', 'a.2.1.big', 'b.c.size', 'b.n']);
    for (const { extensions, message } of result.errors) {
      expect(extensions.code).toBe('FIELD_FAILED');
      expect(message).toMatch(/^Failed in (near|far)\.$/);
    }
  });

  test('below an entity they go on', async () => {
    graph = await startGraph(engine, { near, far });
    const result = await graph.ask('{ thing { p: parts { w: weight } } }');
    expect(pathsOf(result)).toEqual(['thing.p.0.w', 'thing.p.1.w']);
    expect(result.data).toEqual({ thing: { p: [{ w: null }, { w: null }] } });
  });

  test('an error without a path stays without one, and takes no data with it', async () => {
    const complaining: SubgraphText = {
      sdl: far.sdl,
      answer: ({ variables }) => ({
        data: {
          _entities: variables['representations'].map(() => ({ __typename: 'Thing', size: 4 })),
        },
        errors: [{ message: 'Half the truth.', extensions: { code: 'HALF_TRUTH' } }],
      }),
    };
    graph = await startGraph('reference', { near, far: complaining });
    const { data, errors } = await graph.ask('{ thing { size } }');
    expect(data).toEqual({ thing: { size: 4 } });
    expect(errors).toEqual([
      { message: 'Half the truth.', extensions: { code: 'HALF_TRUTH', subgraph: 'far' } },
    ]);
  });
});

describe('paths of subgraph errors over the native engine', () => {
  // The reference counts the objects of other types too: item 0 instead of 2.
  test('count the items of the list, not those that were asked for', async () => {
    const graph = await startGraph('native', { near, far });
    const result = await graph.ask('{ mixed { ... on Thing { size } } }');
    expect(result.data).toEqual({ mixed: [{}, { size: 1 }, { size: null }] });
    expect(pathsOf(result)).toEqual(['mixed.2.size']);
  });

  test('end where the client selected nothing', async () => {
    const graph = await startGraph('native', { near, far });
    const result = await graph.ask('{ thing { loud } }');
    expect(result.data).toEqual({ thing: { loud: 'null' } });
    expect(pathsOf(result)).toEqual(['thing']);
  });

  test('of all entities are where these are, before the first list', async () => {
    const refusing: SubgraphText = {
      sdl: far.sdl,
      answer: () => ({
        data: null,
        errors: [{ message: 'None of them.', path: ['_entities'], extensions: { code: 'NONE' } }],
      }),
    };
    const graph = await startGraph('native', { near, far: refusing });
    for (const place of ['thing', 'lists']) {
      expect(pathsOf(await graph.ask(`{ ${place} { size } }`))).toEqual([place]);
    }
  });
});
