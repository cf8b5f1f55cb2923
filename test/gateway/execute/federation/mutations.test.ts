import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph } from './start-graph.ts';

const events: string[] = [];

/** A step that takes longer the earlier it comes: done side by side, they would end the other way round. */
async function step(name: string, milliseconds: number): Promise<{ id: string; note: string }> {
  events.push(`${name} begins`);
  await wait(milliseconds);
  events.push(`${name} ends`);
  return { id: name, note: `note of ${name}` };
}

describe.each(bothEngines)('mutations over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, {
      a: {
        sdl: `type Query { x: Int } type Mutation { first: Done! third: Done fails: Done! }
              type Done @key(fields: "id") { id: ID! }`,
        resolvers: {
          Mutation: {
            first: () => step('first', 30),
            third: () => step('third', 5),
            fails: () => {
              events.push('fails');
              throw new Error('no');
            },
          },
        },
      },
      b: {
        sdl: `type Mutation { second: Done fourth: Done }
              type Done @key(fields: "id") { id: ID! note: String }`,
        resolvers: {
          Mutation: { second: () => step('second', 15), fourth: () => step('fourth', 1) },
          Done: {
            __resolveReference: async ({ id }: { id: string }) => {
              events.push(`${id} is read`);
              await wait(5);
              return { id, note: `note of ${id}` };
            },
          },
        },
      },
    });
  });
  beforeEach(() => {
    events.length = 0;
  });

  test('run strictly one after the other, over subgraphs too', async () => {
    const { data } = await graph.ask(
      'mutation { first { id } second { id } third { id } fourth { id } }',
    );
    expect(JSON.stringify(data)).toBe(
      '{"first":{"id":"first"},"second":{"id":"second"},"third":{"id":"third"},"fourth":{"id":"fourth"}}',
    );
    expect(events).toEqual(
      ['first', 'second', 'third', 'fourth'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  test('what is read of a result does not change the order of the changes', async () => {
    const { data } = await graph.ask(
      'mutation { a: third { note } b: second { note } c: third { note } }',
    );
    expect(data).toEqual({
      a: { note: 'note of third' },
      b: { note: 'note of second' },
      c: { note: 'note of third' },
    });
    const changes = events.filter((event) => event.endsWith('begins') || event.endsWith('ends'));
    expect(changes).toEqual([
      ...['third begins', 'third ends', 'second begins', 'second ends'],
      ...['third begins', 'third ends'],
    ]);
  });

  test('one that failed does not keep the next from running', async () => {
    const { data, errors } = await graph.ask(
      'mutation { third { id } fails { id } fourth { id } }',
    );
    expect(data).toBeNull();
    expect(errors.map(({ path }) => path)).toEqual([['fails']]);
    expect(events).toEqual(['third begins', 'third ends', 'fails', 'fourth begins', 'fourth ends']);
  });

  test('the same change twice is made twice', async () => {
    await graph.ask('mutation { a: fourth { id } b: fourth { id } }');
    expect(events.filter((event) => event === 'fourth begins')).toHaveLength(2);
  });

  test('one that a condition leaves out is not made', async () => {
    const query = 'mutation ($x: Boolean!) { third { id } fourth @include(if: $x) { id } }';
    expect((await graph.ask(query, { x: false })).data).toEqual({ third: { id: 'third' } });
    expect(events).toEqual(['third begins', 'third ends']);
  });
});
