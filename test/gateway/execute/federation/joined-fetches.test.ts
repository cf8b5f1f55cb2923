import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const near: SubgraphText = {
  sdl: `
    type Query { left: Thing right: Thing again: Thing other: Box }
    type Thing @key(fields: "id") { id: ID! }
    type Box @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      left: () => ({ id: 'good' }),
      right: () => ({ id: 'bad' }),
      again: () => ({ id: 'good' }),
      other: () => ({ id: 'good' }),
    },
  },
};

interface Representation {
  readonly __typename: string;
  readonly id: string;
}

/** Says nothing at all when it is asked about one that is bad. */
const far: SubgraphText = {
  sdl: `type Thing @key(fields: "id") { id: ID! size: Int weight: Int }
        type Box @key(fields: "id") { id: ID! size: Int }`,
  answer({ query, variables }) {
    const asked = Object.entries(variables) as [string, readonly Representation[]][];
    if (asked.some(([, all]) => all.some(({ id }) => id === 'bad'))) {
      const extensions = { code: 'FIELD_FAILED' };
      return { data: null, errors: [{ message: 'Bad.', path: ['_entities'], extensions }] };
    }
    const keys = query.match(/_\d+(?=:_entities)/g) ?? ['_entities'];
    const data = keys.map((key, index) => [
      key,
      asked[index]?.[1].map(() => ({ size: 1, weight: 2 })),
    ]);
    return { data: Object.fromEntries(data) };
  },
};

describe.each(bothEngines)('fetches that could go together over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { near, far });
  });

  test.each([
    [
      'that ask the same',
      '{ left { size } right { size } again { size } }',
      { left: { size: 1 }, right: { size: null }, again: { size: 1 } },
    ],
    [
      'that ask for different fields',
      '{ left { size } right { weight } other { size } }',
      { left: { size: 1 }, right: { weight: null }, other: { size: 1 } },
    ],
  ])('%s: one that fails as a whole takes nothing from the others', async (_, query, data) => {
    const answer = await graph.ask(query);
    expect(answer.data).toEqual(data);
    expect(answer.errors.map(({ path, extensions }) => [path?.[0], extensions.code])).toEqual([
      ['right', 'FIELD_FAILED'],
    ]);
  });
});

test('fetches that fail together are asked for once more, each by itself', async () => {
  const graph = await startGraph('native', { near, far });
  await graph.ask('{ left { size } right { size } }');
  const asked = graph.asked.filter(({ subgraph }) => subgraph === 'far');
  expect(asked.map(({ variables }) => Object.values(variables).flat().length).sort()).toEqual([
    1, 1, 2,
  ]);
  await graph.ask('{ right { size } }');
  expect(graph.asked.filter(({ subgraph }) => subgraph === 'far')).toHaveLength(1);
});
