import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';

import { KnownSubscriptions } from '../../../gateway/subscriptions/known-subscriptions.ts';

const schema = buildSchema(`
  type Query { case(id: ID!): Case }
  type Subscription { caseChanged(division: ID): Case }
  type Case { id: ID! }`);
const fields = new Map([['caseChanged', { room: 'service', query: 'case' }]]);

test.each([
  ['with variables alone', 'subscription ($d: ID) { caseChanged(division: $d) { id } }'],
  ['with a text in it', 'subscription { caseChanged(division: "banking") { id } }'],
])('a subscription %s is compiled once for all who have it open', (_which, query) => {
  const known = new KnownSubscriptions({ schema, fields });
  const text = { query, hash: 'h', operationName: null };
  const compiled = known.get(text);
  expect(known.get({ ...text })).toBe(compiled);
});
