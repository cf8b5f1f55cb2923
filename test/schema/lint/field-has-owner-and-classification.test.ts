import { describe, expect, test } from '@jest/globals';
import { fieldHasOwnerAndClassification as rule } from '../../../schema/lint/field-has-owner-and-classification.ts';
import { faultsOf, findings, OWNED } from '../lint-harness.ts';

const OTHER = `type Customer @key(fields: "id") { id: ID! ${OWNED} }`;

describe('every field of a shared type has an owner and a classification', () => {
  test('a bare field of a shared type has neither', () => {
    const a = `type Customer @key(fields: "id") {\n  id: ID! ${OWNED}\n  "Described."\n  bare: String @authenticated\n}`;
    expect(findings(rule, { a, b: OTHER })).toEqual([
      'a.graphql:5 FIELD_WITHOUT_OWNER',
      'a.graphql:5 FIELD_WITHOUT_CLASSIFICATION',
    ]);
  });

  test('the message says what to do', () => {
    const a = `type Customer @key(fields: "id") {\n  id: ID! ${OWNED}\n  x: Int @owner(division: "a", steward: "s")\n}`;
    expect(faultsOf(rule, { a, b: OTHER }).map(({ message }) => message)).toEqual([
      'Field "Customer.x" of room "a" must say how sensitive it is: put @classification on it, or on "Customer" for all of its fields here.',
    ]);
  });

  test('a default on the type, its definition or an extension, covers its fields in that room', () => {
    const a = `type Customer @owner(division: "a", steward: "s") { id: ID }\nextend type Customer @classification(level: INTERNAL) { more: Int }`;
    expect(findings(rule, { a, b: OTHER })).toEqual([]);
  });

  test('a default in one room says nothing about another', () => {
    const a =
      'type Query @owner(division: "a", steward: "s") @classification(level: INTERNAL) { a: Int }';
    expect(findings(rule, { a, b: 'type Query { b: Int }' })).toEqual([
      'b.graphql:2 FIELD_WITHOUT_OWNER',
      'b.graphql:2 FIELD_WITHOUT_CLASSIFICATION',
    ]);
  });

  test('a type of one room alone may be silent, but a root type may not', () => {
    expect(findings(rule, { a: 'type Own { x: Int }' })).toEqual([]);
    expect(findings(rule, { a: 'type Mutation { x: Int }' })).toHaveLength(2);
  });

  test('a root type of another name is that root type', () => {
    expect(findings(rule, { a: 'schema { query: Root }\ntype Root { x: Int }' })).toHaveLength(2);
  });

  test('an external field says nothing, alone or with its whole type', () => {
    const a = 'type Customer { id: ID! @external }';
    expect(findings(rule, { a, b: OTHER })).toEqual([]);
    expect(findings(rule, { a: 'type Customer @external { id: ID! }', b: OTHER })).toEqual([]);
  });

  test('enums, inputs and interfaces of several rooms are not judged', () => {
    const a = 'enum E { X }\ninput I { x: Int }\ninterface F { x: Int }';
    expect(findings(rule, { a, b: a })).toEqual([]);
  });
});
