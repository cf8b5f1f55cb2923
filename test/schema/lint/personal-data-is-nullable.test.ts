import { describe, expect, test } from '@jest/globals';
import { personalDataIsNullable as rule } from '../../../schema/lint/personal-data-is-nullable.ts';
import { findings } from '../lint-harness.ts';

const CODE = 'PII_NOT_NULLABLE';
const PII = '@classification(level: RESTRICTED, pii: [NAME])';
const SCOPE = '@requiresScopes(scopes: [["s"]])';

describe('personal data is nullable', () => {
  test('a non-null field with personal data of its own is a fault', () => {
    expect(findings(rule, { a: `type T {\n name: String! ${PII} }` })).toEqual([
      `a.graphql:3 ${CODE}`,
    ]);
  });

  test('a nullable one is fine, also as a list of non-nulls', () => {
    expect(findings(rule, { a: `type T { name: String ${PII} all: [String!] ${PII} }` })).toEqual(
      [],
    );
    expect(findings(rule, { a: `type T { all: [String!]! ${PII} }` })).toHaveLength(1);
  });

  test('a classification without personal data asks for nothing', () => {
    const a =
      'type T { x: Int! @classification(level: RESTRICTED) y: Int! @classification(level: PUBLIC, pii: []) }';
    expect(findings(rule, { a })).toEqual([]);
  });

  test('by its type alone, a field may be non-null while it is denied with its object only', () => {
    expect(findings(rule, { a: `type T ${PII} ${SCOPE} { id: ID! @authenticated }` })).toEqual([]);
    expect(findings(rule, { a: `type T ${PII} { id: ID! @authenticated }` })).toEqual([]);
  });

  test('by its type alone, a field that can be denied alone is a fault', () => {
    expect(findings(rule, { a: `type T ${PII} @authenticated { id: ID! ${SCOPE} }` })).toHaveLength(
      1,
    );
    const returned = `type T ${PII} @authenticated { of: U! }\ntype U ${SCOPE} { x: Int }`;
    expect(findings(rule, { a: returned })).toHaveLength(1);
  });

  test('a field that says it is no personal data overrides its type', () => {
    const a = `type T ${PII} { id: ID! ${SCOPE} @classification(level: INTERNAL) }`;
    expect(findings(rule, { a })).toEqual([]);
  });
});
