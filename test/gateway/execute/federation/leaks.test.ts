import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph } from './start-graph.ts';

/** Says more than it was asked, as careless servers do. */
const extra = { __typename: 'Thing', leaked: 'leak', _entities: 'leak' };

describe.each(bothEngines)('the response over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, {
      near: {
        sdl: `type Query { things: [Thing] any: Any } scalar Any
              type Thing @key(fields: "id") @key(fields: "code") { id: ID! code: ID! name: String }`,
        answer: ({ query }) => ({
          data: {
            things: [
              {
                ...extra,
                id: 'i',
                code: 'c',
                name: 'n',
                __ac_r_id: 'n',
                __ac_r_code: 'n',
                __proto__: 'n',
              },
            ],
            ...(query.includes('any')
              ? { any: JSON.parse('{"__proto__":{"x":1},"constructor":2}') }
              : {}),
            leaked: 'leak',
          },
          extensions: { leaked: 'leak' },
        }),
      },
      far: {
        sdl: 'type Thing @key(fields: "code") { code: ID! size: Int name: String @external loud: String @requires(fields: "name") }',
        answer: ({ variables }) => ({
          data: Object.fromEntries(
            ['_entities', '_0', '_1', 'e0', 'e1'].map((key) => [
              key,
              Object.values(variables)
                .flat()
                .map(() => ({ ...extra, size: 3, loud: 'N' })),
            ]),
          ),
        }),
      },
    });
  });

  const cases: readonly (readonly [string, string, object])[] = [
    ['keys and requirements', '{ things { size loud } }', { things: [{ size: 3, loud: 'N' }] }],
    ['what was not asked for', '{ things { id } }', { things: [{ id: 'i' }] }],
    [
      'keys under an alias of the same name',
      '{ things { code: name id: name } }',
      { things: [{ code: 'n', id: 'n' }] },
    ],
  ];
  test.each(cases)('has nothing of %s', async (_, query, expected) => {
    const { data, errors } = await graph.ask(query);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toBe(JSON.stringify(expected));
  });
});

describe.each(bothEngines)('keys that objects inherit over the %s engine', (engine) => {
  test('are keys like any other, and no prototype is touched', async () => {
    const graph = await startGraph(engine, {
      near: {
        sdl: `type Query { things: [Thing] any: Any } scalar Any
              type Thing @key(fields: "id") { id: ID! name: String inner: Thing }`,
        resolvers: {
          Query: {
            things: () => [{ id: '1', name: 'n', inner: { id: '2', name: 'm' } }],
            any: () => JSON.parse('{"__proto__":{"x":1},"constructor":2}') as object,
          },
        },
      },
      far: {
        sdl: 'type Thing @key(fields: "id") { id: ID! size: Int }',
        resolvers: {
          Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, size: Number(id) }) },
        },
      },
    });
    const { data, errors } = await graph.ask(
      '{ things { __proto__: inner { constructor: size } toString: name valueOf: size } any }',
    );
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toBe(
      '{"things":[{"__proto__":{"constructor":2},"toString":"n","valueOf":1}],' +
        '"any":{"__proto__":{"x":1},"constructor":2}}',
    );
    const clean: Record<string, unknown> = {};
    expect([clean['x'], clean['constructor']]).toEqual([undefined, Object]);
  });
});
