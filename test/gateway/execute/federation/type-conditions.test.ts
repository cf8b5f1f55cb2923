import { beforeAll, describe, expect, test } from '@jest/globals';

import { bothEngines, startGraph } from './start-graph.ts';
import type { Graph, SubgraphText } from './start-graph.ts';

const animals = [
  { __typename: 'Cat', id: '1', name: 'Mia', lives: 9 },
  { __typename: 'Dog', id: '2', name: 'Rex', tricks: ['sit', null] },
  { __typename: 'Robot', serial: 5 },
];

const pets: SubgraphText = {
  sdl: `
    type Query { pets: [Pet!]! anything: [Thing] named: [Named] pet: Pet }
    interface Named { name: String }
    interface Pet implements Named { id: ID! name: String }
    type Cat implements Pet & Named @key(fields: "id") { id: ID! name: String lives: Int! }
    type Dog implements Pet & Named @key(fields: "id") { id: ID! name: String tricks: [String] }
    type Robot { serial: Int }
    union Thing = Cat | Dog | Robot
  `,
  resolvers: {
    Query: {
      pets: () => animals.slice(0, 2),
      anything: () => animals,
      named: () => animals.slice(0, 2),
      pet: () => animals[0],
    },
    Cat: { __resolveReference: ({ id }: { id: string }) => animals.find((one) => one.id === id) },
    Dog: { __resolveReference: ({ id }: { id: string }) => animals.find((one) => one.id === id) },
  },
};

const clinic: SubgraphText = {
  sdl: `
    type Query { lastVisitor: Visitor }
    union Visitor = Cat | Snake
    type Cat @key(fields: "id") { id: ID! weight: Float }
    type Dog @key(fields: "id") { id: ID! weight: Int }
    type Snake { length: Float }
  `,
  resolvers: {
    Query: { lastVisitor: () => ({ __typename: 'Cat', id: '1' }) },
    Cat: { __resolveReference: ({ id }: { id: string }) => ({ id, weight: 4.5 }) },
    Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, weight: 30 }) },
  },
};

const cases: readonly (readonly [string, string, object])[] = [
  [
    'fields of a type only for objects of that type',
    '{ anything { ... on Cat { lives } ... on Dog { tricks } ... on Robot { serial } } }',
    { anything: [{ lives: 9 }, { tricks: ['sit', null] }, { serial: 5 }] },
  ],
  [
    'fields of an interface through a union',
    '{ anything { ... on Pet { id } ... on Named { name } } }',
    { anything: [{ id: '1', name: 'Mia' }, { id: '2', name: 'Rex' }, {}] },
  ],
  [
    'the name of the type, under any alias, wherever it is asked for',
    '{ anything { __typename kind: __typename ... on Cat { id: __typename } } }',
    {
      anything: [
        { __typename: 'Cat', kind: 'Cat', id: 'Cat' },
        { __typename: 'Dog', kind: 'Dog' },
        { __typename: 'Robot', kind: 'Robot' },
      ],
    },
  ],
  [
    'one alias for fields of one type in each type, from two subgraphs',
    '{ pets { ... on Cat { value: name } ... on Dog { value: name } ... on Cat { w: weight } } }',
    { pets: [{ value: 'Mia', w: 4.5 }, { value: 'Rex' }] },
  ],
  [
    'entities of several types from another subgraph',
    '{ pets { ... on Dog { kg: weight } ... on Cat { weight } name } }',
    {
      pets: [
        { weight: 4.5, name: 'Mia' },
        { kg: 30, name: 'Rex' },
      ],
    },
  ],
  [
    'a fragment that no object of the interface fits',
    '{ lastVisitor { ... on Cat { ... on Pet { ... on Cat { lives } } } ... on Snake { length } } }',
    { lastVisitor: { lives: 9 } },
  ],
  [
    'named fragments used again, and one inside another',
    `{ pets { ...A ...A } pet { ...B } }
     fragment A on Pet { name ...B } fragment B on Named { ... on Cat { lives } }`,
    { pets: [{ name: 'Mia', lives: 9 }, { name: 'Rex' }], pet: { lives: 9 } },
  ],
  [
    'nothing at all for the others',
    '{ anything { ... on Robot { serial } } named { ... on Dog { name } } }',
    { anything: [{}, {}, { serial: 5 }], named: [{}, { name: 'Rex' }] },
  ],
];

describe.each(bothEngines)('type conditions over the %s engine', (engine) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(engine, { pets, clinic });
  });

  test.each(cases)('%s', async (_, query, expected) => {
    expect(await graph.ask(query)).toEqual({ data: expected, errors: [] });
  });
});

// The reference puts fields before fragments that were open already.
describe('type conditions over the native engine', () => {
  test('the order of keys is the order of the operation', async () => {
    const graph = await startGraph('native', { pets, clinic });
    const { data } = await graph.ask(
      '{ pets { ... on Cat { weight } name ... on Pet { id } ... on Cat { lives } } }',
    );
    expect(JSON.stringify(data)).toBe(
      '{"pets":[{"weight":4.5,"name":"Mia","id":"1","lives":9},{"name":"Rex","id":"2"}]}',
    );
  });
});
