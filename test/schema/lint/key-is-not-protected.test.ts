import { describe, expect, test } from '@jest/globals';
import { keyIsNotProtected as rule } from '../../../schema/lint/key-is-not-protected.ts';
import { findings } from '../lint-harness.ts';

const CODE = 'KEY_ON_PROTECTED';
const SCOPE = '@requiresScopes(scopes: [["s"]])';

describe('no key names a protected field', () => {
  test.each([SCOPE, '@policy(policies: [["p"]])'])('%s on the key field', (directive) => {
    const a = `type T\n  @key(fields: "ssn") { ssn: ID! ${directive} }`;
    expect(findings(rule, { a })).toEqual([`a.graphql:3 ${CODE}`]);
  });

  test('@authenticated alone is the floor', () => {
    expect(findings(rule, { a: 'type T @key(fields: "id") { id: ID! @authenticated }' })).toEqual(
      [],
    );
  });

  test('a rule on the type itself protects its other fields, not its key', () => {
    expect(findings(rule, { a: `type T @key(fields: "id") ${SCOPE} { id: ID! }` })).toEqual([]);
  });

  test('a rule in any room protects the key of every room', () => {
    const a = 'type T @key(fields: "id") { id: ID! }';
    const b = `type T @key(fields: "id") { id: ID! ${SCOPE} }`;
    expect(findings(rule, { a, b })).toEqual([`a.graphql:2 ${CODE}`, `b.graphql:2 ${CODE}`]);
  });

  test('a nested key field, the type it is on and the type it returns count', () => {
    const nested = 'type T @key(fields: "ref { n }") { ref: Ref }\n';
    expect(findings(rule, { a: `${nested}type Ref { n: ID! ${SCOPE} }` })).toHaveLength(1);
    expect(findings(rule, { a: `${nested}type Ref ${SCOPE} { n: ID! }` })).toHaveLength(1);
    expect(
      findings(rule, { a: `${nested}type Ref { n: Secret }\nscalar Secret ${SCOPE}` }),
    ).toHaveLength(1);
    expect(findings(rule, { a: `${nested}type Ref { n: ID! @authenticated }` })).toEqual([]);
  });

  test('an interface key is protected by any type behind it', () => {
    const a = `interface F @key(fields: "id") { id: ID! }\ntype T implements F @key(fields: "id") { id: ID! ${SCOPE} }`;
    expect(findings(rule, { a })).toEqual([`a.graphql:2 ${CODE}`, `a.graphql:3 ${CODE}`]);
  });

  test('a renamed directive protects', () => {
    const a =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [{ name: "@key", as: "@id" }, { name: "@requiresScopes", as: "@needs" }])\n' +
      'type T @id(fields: "ssn") { ssn: ID! @needs(scopes: [["s"]]) }';
    expect(findings(rule, { a })).toEqual([`a.graphql:2 ${CODE}`]);
  });

  test('a second key, one without selection and one of an unknown field do not hide the first', () => {
    const a = `type T @key(fields: "id") @key(fields: "{") @key(fields: "gone") @key(fields: "id ssn") { id: ID! ssn: ID! ${SCOPE} }`;
    expect(findings(rule, { a })).toEqual([`a.graphql:2 ${CODE}`]);
  });
});
