import { describe, expect, test } from '@jest/globals';
import { buildSchema, operationFromDocument } from '@apollo/federation-internals';
import { parse } from 'graphql';

import { unplannedField } from '../../../../gateway/plan/mend/unplanned-field.ts';
import type { FetchNode, PlanNode } from '../../../../gateway/plan/query-plan.ts';

const schema = buildSchema(`
  type Query { a: A list: [A!] node: Node any: Any }
  type A { id: ID b: B }
  type B { id: ID name: String }
  interface Node { id: ID field: String }
  union Any = A | B`);

function unplanned(text: string, ...nodes: readonly PlanNode[]): string | null {
  const operation = operationFromDocument(schema, parse(text));
  if (nodes.length === 0) return unplannedField(operation, { kind: 'QueryPlan' });
  return unplannedField(operation, { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } });
}

const root = (operation: string): FetchNode => ({
  ...{ kind: 'Fetch', serviceName: 's', operationKind: 'query' },
  operation,
});
const at = (path: readonly string[], selection: string): PlanNode => ({
  kind: 'Flatten',
  path,
  node: {
    ...root(`query($r:[_Any!]!){_entities(representations:$r){...on A{${selection}}}}`),
    requires: [],
  },
});

describe('a field that no fetch asks for', () => {
  test.each([
    ['at the root', '{ a { id } }', [], 'a'],
    ['beside others', '{ a { id } x: list { id } }', [root('{a{id}}')], 'x'],
    ['under a condition', 'query($c: Boolean!) { a @include(if: $c) { id } }', [], 'a'],
    ['in an object', '{ a { id b { name } } }', [root('{a{id}}')], 'a.b'],
    [
      'of entities',
      '{ list { b { id name } } }',
      [root('{list{id}}'), at(['list', '@'], 'b{id}')],
      'list.b.name',
    ],
    [
      'of an interface without implementations',
      '{ node { id field } }',
      [root('{node{__typename id}}')],
      'node.field',
    ],
    [
      'in a fragment',
      '{ a { ... on A { id } ...F } } fragment F on A { b { id } }',
      [root('{a{id}}')],
      'a.b',
    ],
  ])('is found %s', (_place, text, nodes, path) => {
    expect(unplanned(text, ...nodes)).toBe(path);
  });

  test.each([
    ['fetched at once', '{ a { id b { name } } }', [root('{a{id b{name}}}')]],
    [
      'fetched of entities',
      '{ list { b { id } } }',
      [root('{list{__typename id}}'), at(['list', '@'], 'b{id}')],
    ],
    [
      'fetched for a condition',
      'query($c: Boolean!) { a @include(if: $c) { id } }',
      [{ kind: 'Condition' as const, condition: 'c', ifClause: root('{a{id}}') }],
    ],
    [
      'included for no variables',
      'query($c: Boolean!) { a @include(if: $c) { id b @skip(if: $c) { id } } }',
      [root('{a{id}}')],
    ],
    [
      'without anything inside that can be included',
      'query($c: Boolean!) { a @include(if: $c) { b { ... on B @skip(if: $c) { id } } } }',
      [],
    ],
    [
      'of a type that the object is not of',
      '{ a { id ... on Any { ... on B { name } } } }',
      [root('{a{id}}')],
    ],
    [
      'under a key like those of the planner',
      '{ x__alias_0: a { id } }',
      [root('{x__alias_0:a{id}}')],
    ],
    [
      'about the schema',
      '{ __typename __schema { queryType { name } } a { __typename } }',
      [root('{a{__typename}}')],
    ],
    [
      'of one of several types, which may not be there',
      '{ any { ... on B { name } } }',
      [root('{any{__typename}}')],
    ],
  ])('is not what is %s', (_how, text, nodes) => {
    expect(unplanned(text, ...nodes)).toBeNull();
  });
});
