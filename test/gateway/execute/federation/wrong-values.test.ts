import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { EngineName, Graph } from './start-graph.ts';

let answer: unknown = null;
const start = (engine: EngineName): Promise<Graph> =>
  startGraph(engine, {
    s: {
      sdl: `
        scalar Any
        enum Colour { RED BLUE }
        interface Animal { name: String }
        type Cat implements Animal { name: String lives: Int }
        type Bird implements Animal { name: String wings: Int }
        type Query {
          int: Int float: Float text: String id: ID flag: Boolean colour: Colour any: Any
          ints: [Int] colours: [Colour!] cat: Cat cats: [Cat] animal: Animal
        }`,
      answer: () => ({ data: { value: answer } }),
    },
  });

const right: readonly (readonly [string, unknown, unknown])[] = [
  ['int', 5, 5],
  ['int', 2_147_483_647, 2_147_483_647],
  ['int', -2_147_483_648, -2_147_483_648],
  ['int', 3.0, 3],
  ['float', 1, 1],
  ['float', 1.5e300, 1.5e300],
  ['text', '"\u2028\ud83d\ude00\\', '"\u2028\ud83d\ude00\\'],
  ['id', 'a', 'a'],
  ['flag', false, false],
  ['colour', 'BLUE', 'BLUE'],
  ['any', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
  ['any', 'text', 'text'],
  ['ints', [1, null, 2], [1, null, 2]],
];

describe.each(bothEngines)('values of their types over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await start(engine);
  });

  test.each(right)('%s: %j stays as it is', async (field, value, expected) => {
    answer = value;
    expect(await graph.ask(`{ value: ${field} }`)).toEqual({
      data: { value: expected },
      errors: [],
    });
  });
});

const wrong: readonly (readonly [
  string,
  unknown,
  unknown,
  readonly (readonly (string | number)[])[],
])[] = [
  ['int', '5', null, [['value']]],
  ['int', 1.5, null, [['value']]],
  ['int', 2_147_483_648, null, [['value']]],
  ['int', true, null, [['value']]],
  ['int', {}, null, [['value']]],
  ['float', '1.5', null, [['value']]],
  ['text', 5, null, [['value']]],
  ['text', ['a'], null, [['value']]],
  ['id', true, null, [['value']]],
  ['id', 1.5, null, [['value']]],
  ['flag', 'true', null, [['value']]],
  ['flag', 0, null, [['value']]],
  ['colour', 'GREEN', null, [['value']]],
  ['colour', 1, null, [['value']]],
  ['colour', 'toString', null, [['value']]],
  ['ints', 5, null, [['value']]],
  [
    'ints',
    [1, 'x', 2, [3]],
    [1, null, 2, null],
    [
      ['value', 1],
      ['value', 3],
    ],
  ],
  ['ints', { 0: 1, length: 1 }, null, [['value']]],
  ['colours', ['RED', 'GREEN'], null, [['value', 1]]],
  ['cat { name }', 'x', null, [['value']]],
  ['cat { name }', [{ name: 'x' }], null, [['value']]],
  ['cats { name }', { name: 'x' }, null, [['value']]],
  [
    'cats { lives }',
    [{ lives: 1 }, 7, { lives: 'many' }],
    [{ lives: 1 }, null, { lives: null }],
    [
      ['value', 1],
      ['value', 2, 'lives'],
    ],
  ],
  [
    'animal { name ... on Cat { lives } }',
    { __typename: 'Dog', __ac_t: 'Dog', name: 'x' },
    null,
    [['value']],
  ],
  [
    'animal { name ... on Cat { lives } }',
    { __typename: 7, __ac_t: 7, name: 'x' },
    null,
    [['value']],
  ],
];

// The reference says nothing, or gives up the whole request: apollographql/federation#2380.
describe('values that are not of their types, over the native engine', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await start('native');
  });

  test.each(wrong)(
    '%s: %j is null with an error at its place',
    async (field, value, expected, paths) => {
      answer = value;
      const { data, errors } = await graph.ask(`{ value: ${field} }`);
      expect(data).toEqual({ value: expected });
      expect(errors.map(({ path }) => path)).toEqual(paths);
      for (const { message, extensions } of errors) {
        expect(extensions).toEqual({ code: 'SUBGRAPH_VALUE_INVALID' });
        expect(message).not.toMatch(/many|GREEN|Dog/);
      }
    },
  );

  test('an ID that is a number is text for clients', async () => {
    answer = 5;
    expect(await graph.ask('{ value: id }')).toEqual({ data: { value: '5' }, errors: [] });
  });
});
