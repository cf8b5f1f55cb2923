import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, print } from 'graphql';

import { compileSubscription } from '../../../gateway/subscriptions/compile-subscription.ts';

const schema = buildSchema(`
  type Query { case(id: ID!): Case }
  type Subscription { caseChanged(id: ID, division: ID): Case other: Int }
  type Case { id: ID! lines(first: Int): [String] }`);
const fields = new Map([['caseChanged', { room: 'service', query: 'case' }]]);

const compile = (text: string, name: string | null = null) =>
  compileSubscription(parse(text), name, { schema, fields });
const query = (text: string): string => print(compile(text).query).replace(/\s+/g, ' ');

describe('a subscription becomes a query for the object of an event', () => {
  test('under the name that the client gave, without what narrows the events', () => {
    expect(query('subscription S { x: caseChanged(division: "banking") { id } }')).toBe(
      'query S($key: ID!) { x: case(id: $key) { id } }',
    );
  });

  test('with the variables and fragments that the selection needs, and no others', () => {
    const text = `subscription S($d: ID, $n: Int) { ...Root } query Other { case(id: 1) { id } }
      fragment Root on Subscription { caseChanged(division: $d) { ...C } }
      fragment C on Case { lines(first: $n) ...D } fragment D on Case { id }`;
    const compiled = compile(text, 'S');
    expect(print(compiled.query).replace(/\s+/g, ' ')).toBe(
      'query S($key: ID!, $n: Int) { caseChanged: case(id: $key) { ...C } } ' +
        'fragment C on Case { lines(first: $n) ...D } fragment D on Case { id }',
    );
    const given = { d: 'banking', n: 2 };
    expect(compiled.variablesFor('7', given)).toEqual({ key: '7', n: 2 });
    expect(compiled.filterBy(given)).toEqual({ division: 'banking' });
  });

  test('under a variable that the client does not use', () => {
    expect(query('subscription ($key: Int) { caseChanged { lines(first: $key) } }')).toBe(
      'query ($key_: ID!, $key: Int) { caseChanged: case(id: $key_) { lines(first: $key) } }',
    );
  });

  test.each([
    ['{ case(id: 1) { id } }', 'TRANSPORT_NOT_ALLOWED'],
    ['subscription { other }', 'OPERATION_NOT_PLANNED'],
    ['subscription A { other } subscription B { other }', 'OPERATION_RESOLUTION_FAILURE'],
    [
      'subscription ($x: Boolean!) { caseChanged @include(if: $x) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'subscription ($x: Boolean!) { ... @skip(if: $x) { caseChanged { id } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('unless there is nothing to wait for: %s', (text, code) => {
    expect(() => compile(text)).toThrow(expect.objectContaining({ extensions: { code } }));
  });
});
