import { afterEach, expect, test } from '@jest/globals';

import { startNativeGraph } from '../plan/mend/native-graph.ts';
import type { NativeGraph } from '../plan/mend/native-graph.ts';

let graph: NativeGraph | null = null;
afterEach(async () => {
  await graph?.stop();
});

const person = (type: string) => ({ __typename: type, name: `the ${type}` });
const subgraph = {
  sdl: `
    interface Person { name: String }
    type Customer implements Person { name: String }
    type Agent implements Person @inaccessible { name: String }
    union Party = Customer | Agent
    interface Spy { name: String }
    type Double implements Spy @inaccessible { name: String }
    type Query { people: [Person] parties: [Party] spy: Spy }`,
  resolvers: {
    Query: {
      people: () => [person('Customer'), person('Agent')],
      parties: () => [person('Agent'), person('Customer')],
      spy: () => person('Double'),
    },
  },
};

test.each([
  ['{ people { name } }', { people: [{ name: 'the Customer' }, null] }],
  ['{ people { __typename } }', { people: [{ __typename: 'Customer' }, null] }],
  ['{ parties { ... on Customer { name } } }', { parties: [null, { name: 'the Customer' }] }],
  ['{ spy { name } }', { spy: null }],
])('an object of a hidden type is shown as no other: %s', async (query, data) => {
  graph = await startNativeGraph({ a: subgraph });
  expect((await graph.ask(query)).data).toEqual(data);
});
