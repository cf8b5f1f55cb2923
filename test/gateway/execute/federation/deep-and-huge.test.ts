import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { EngineName, Graph } from './start-graph.ts';

/** What the field is answered with; a text is JSON, as objects this deep cannot be written as such. */
let answer: () => unknown = () => null;

const start = (engine: EngineName): Promise<Graph> =>
  startGraph(engine, {
    near: {
      sdl: `type Query { things: [Thing] any: Any node: Node } scalar Any
            type Node { child: Node leaf: Int }
            type Thing @key(fields: "id") { id: ID! name: String }`,
      answer: ({ query }) => {
        const [, key = ''] = /(things|any|node)/.exec(query) ?? [];
        const value = answer();
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        return `{"data":{"${key}":${text}}}`;
      },
    },
    far: {
      sdl: 'type Thing @key(fields: "id") { id: ID! size: Int }',
      answer: ({ variables }) => ({
        data: {
          _entities: (Object.values(variables)[0] as readonly { id: string }[]).map(({ id }) => ({
            __typename: 'Thing',
            size: Number(id),
          })),
        },
      }),
    },
  });

const LEVELS = 10_000;

describe('deep data over the native engine', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await start('native');
  });

  test.each([
    ['lists', nest('[', ']')],
    ['objects', nest('{"a":', '}')],
  ])('10,000 nested %s in a scalar overflow nothing', async (_, text) => {
    answer = () => text;
    const { data, errors } = await graph.ask('{ any again: __typename }');
    expect(data).toMatchObject({ again: 'Query' });
    // Either it is there, or it is an error at its place.
    const { any } = data as { any: unknown };
    expect(errors.map(({ path }) => path)).toEqual(any === null ? [['any']] : []);
  });

  test('nested lists where an object should be are one error', async () => {
    answer = () => nest('[', ']');
    const { data, errors } = await graph.ask('{ node { leaf } }');
    expect(data).toEqual({ node: null });
    expect(errors.map(({ path }) => path)).toEqual([['node']]);
  });

  test('nested objects that nobody selected are not looked at', async () => {
    answer = () => `{"leaf":1,"child":${nest('{"child":', '}')}}`;
    expect((await graph.ask('{ node { leaf } }')).data).toEqual({ node: { leaf: 1 } });
  });

  test('nested values that another fetch is merged into overflow nothing', async () => {
    answer = () => `[{"__typename":"Thing","id":"1","name":"n","more":${nest('[', ']')}}]`;
    expect((await graph.ask('{ things { name size } }')).data).toEqual({
      things: [{ name: 'n', size: 1 }],
    });
  });
});

describe.each(bothEngines)('huge data over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await start(engine);
  });

  test('a list of 20,000 entities comes whole', async () => {
    answer = () =>
      Array.from({ length: 20_000 }, (_, id) => ({
        __typename: 'Thing',
        id: String(id),
        name: 'n',
      }));
    const { data } = (await graph.ask('{ things { size name } }')) as {
      data: { things: object[] };
    };
    expect(data.things).toHaveLength(20_000);
    expect(data.things.at(-1)).toEqual({ size: 19_999, name: 'n' });
  });

  test('a text of five million characters comes whole', async () => {
    const text = '\u2028"é'.repeat(1_700_000);
    answer = () => JSON.stringify(text);
    expect((await graph.ask('{ any }')).data).toEqual({ any: text });
  });
});

function nest(opening: string, closing: string): string {
  return `${opening.repeat(LEVELS)}1${closing.repeat(LEVELS)}`;
}
