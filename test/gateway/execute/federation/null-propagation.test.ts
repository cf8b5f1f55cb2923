import { describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { EngineName, Graph } from './start-graph.ts';

const SDL = `
  type Query { a: A must: A! list: [A] listOf: [A!] always: [A!]! grid: [[A!]!] }
  type A { id: ID x: Int! y: Int inner: A deep: A! }
`;

const answering = (engine: EngineName, data: unknown, errors?: readonly object[]): Promise<Graph> =>
  startGraph(engine, {
    s: { sdl: SDL, answer: () => ({ data, ...(errors && { errors }) }) },
  });

interface NullCase {
  readonly query: string;
  readonly answer: object;
  readonly expected: unknown;
  /** Where it is an error. */
  readonly paths: readonly string[];
}

/** GraphQL specification, section 6.4.4: what a null in a place that must have a value makes null. */
const rows: readonly (readonly [string, string, object, unknown, readonly string[]])[] = [
  ['the object round it', '{ a { x y } }', { a: { x: null, y: 1 } }, { a: null }, ['a.x']],
  ['a field that is not there at all', '{ a { x y } }', { a: { y: 1 } }, { a: null }, ['a.x']],
  [
    'nothing else',
    '{ a { y } b: a { x } }',
    { a: { y: null }, b: { x: 2 } },
    { a: { y: null }, b: { x: 2 } },
    [],
  ],
  [
    'up to the first object that may be null',
    '{ a { y deep { deep { x } } } }',
    { a: { y: 1, deep: { deep: { x: null } } } },
    { a: null },
    ['a.deep.deep.x'],
  ],
  [
    'all of the data, if nothing may be null',
    '{ must { deep { x } } }',
    { must: { deep: { x: null } } },
    null,
    ['must.deep.x'],
  ],
  [
    'an item of a list',
    '{ list { x } }',
    { list: [{ x: 1 }, { x: null }, null] },
    { list: [{ x: 1 }, null, null] },
    ['list.1.x'],
  ],
  [
    'a list whose items must be there',
    '{ listOf { x } }',
    { listOf: [{ x: 1 }, null] },
    { listOf: null },
    ['listOf.1'],
  ],
  [
    'a list through an item that must be there',
    '{ a { y } listOf { x } }',
    { a: { y: 1 }, listOf: [{ x: 1 }, { x: null }] },
    { a: { y: 1 }, listOf: null },
    ['listOf.1.x'],
  ],
  [
    'everything through a list',
    '{ always { x } }',
    { always: [{ x: null }] },
    null,
    ['always.0.x'],
  ],
  [
    'only the row of a list of lists that the item is in',
    '{ grid { x } }',
    { grid: [[{ x: 1 }], [{ x: 2 }, { x: null }]] },
    { grid: null },
    ['grid.1.1.x'],
  ],
  [
    'an inner object, and not the outer one',
    '{ a { x inner { x } } }',
    { a: { x: 1, inner: { x: null } } },
    { a: { x: 1, inner: null } },
    ['a.inner.x'],
  ],
];

const cases = rows.map(([name, query, answer, expected, paths]): readonly [string, NullCase] => [
  name,
  { query, answer, expected, paths },
]);

describe.each(bothEngines)('a null where there must be a value, over the %s engine', (engine) => {
  let graph: Graph;

  test.each(cases)('nulls %s', async (_, { query, answer, expected }) => {
    graph = await answering(engine, answer);
    expect((await graph.ask(query)).data).toEqual(expected);
  });

  test('the error of a subgraph says why: one error is enough', async () => {
    const error = { message: 'm', path: ['a', 'x'], extensions: { code: 'FIELD_FAILED' } };
    graph = await answering(engine, { a: { x: null, y: 1 } }, [error]);
    const { data, errors } = await graph.ask('{ a { x y } }');
    expect(data).toEqual({ a: null });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['a', 'x'], 'FIELD_FAILED'],
    ]);
  });
});

// The reference says them in an extension that no client reads: apollographql/federation#2380.
describe('a null where there must be a value, over the native engine', () => {
  test.each(cases)('is an error at its place: %s', async (_, { query, answer, paths }) => {
    const graph = await answering('native', answer);
    const { errors } = await graph.ask(query);
    expect(errors.map(({ path }) => path?.join('.'))).toEqual(paths);
    for (const { extensions } of errors) expect(extensions.code).toBe('SUBGRAPH_VALUE_INVALID');
  });
});
