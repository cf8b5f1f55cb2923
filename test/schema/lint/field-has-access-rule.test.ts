import { describe, expect, test } from '@jest/globals';
import { fieldHasAccessRule as rule } from '../../../schema/lint/field-has-access-rule.ts';
import { findings } from '../lint-harness.ts';

const CODE = 'FIELD_WITHOUT_ACCESS_RULE';

describe('every field names an access rule', () => {
  test('a field of a shared type needs it on itself, whatever its type says', () => {
    const a = 'type Customer @authenticated {\n  id: ID! @authenticated\n  bare: Int\n}';
    expect(findings(rule, { a, b: 'type Customer { id: ID! @authenticated }' })).toEqual([
      `a.graphql:4 ${CODE}`,
    ]);
  });

  test.each(['@authenticated', '@requiresScopes(scopes: [["s"]])', '@policy(policies: [["p"]])'])(
    '%s on the field is one',
    (directive) => {
      expect(findings(rule, { a: `type Query { x: Int ${directive} }` })).toEqual([]);
    },
  );

  test('a type of one room may say it for its fields', () => {
    expect(findings(rule, { a: 'type Own @requiresScopes(scopes: [["s"]]) { x: Int }' })).toEqual(
      [],
    );
    expect(findings(rule, { a: 'type Own {\n x: Int\n y: Int @authenticated }' })).toEqual([
      `a.graphql:3 ${CODE}`,
    ]);
  });

  test.each(['scopes: []', 'scopes: [[]]', 'scopes: [["s"], []]'])(
    'a rule that lets everybody in (%s) is none',
    (scopes) => {
      const a = `type Query { x: Int @requiresScopes(${scopes}) }`;
      expect(findings(rule, { a })).toEqual([`a.graphql:2 ${CODE}`]);
    },
  );

  test('a renamed or prefixed directive counts, another one of that name does not', () => {
    const link = (imports: string): string =>
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${imports}])`;
    const renamed = `${link('{ name: "@authenticated", as: "@login" }')}\ntype Query { x: Int @login }`;
    const prefixed = `${link('')}\ntype Query { x: Int @federation__authenticated }`;
    const alien = `${link('{ name: "@key", as: "@authenticated" }')}\ntype Query { x: Int @authenticated }`;
    expect(findings(rule, { a: renamed })).toEqual([]);
    expect(findings(rule, { a: prefixed })).toEqual([]);
    expect(findings(rule, { a: alien })).toEqual([`a.graphql:2 ${CODE}`]);
  });

  test('interfaces cannot carry one and are exempt; an interface object is refused', () => {
    expect(findings(rule, { a: 'interface F { x: Int }' })).toEqual([]);
    const b = 'type F @key(fields: "x") @interfaceObject { x: Int @external\n y: Int }';
    expect(findings(rule, { a: 'interface F @key(fields: "x") { x: Int }', b })).toEqual([
      `b.graphql:3 ${CODE}`,
    ]);
  });

  test('an external field is exempt', () => {
    expect(findings(rule, { a: 'type Own @key(fields: "x") { x: ID! @external }' })).toEqual([]);
  });
});
