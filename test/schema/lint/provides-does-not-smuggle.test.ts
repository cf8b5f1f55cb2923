import { describe, expect, test } from '@jest/globals';
import { providesDoesNotSmuggle as rule } from '../../../schema/lint/provides-does-not-smuggle.ts';
import { findings } from '../lint-harness.ts';

const CODE = 'PROVIDES_SMUGGLE';
const MAIL = '@requiresScopes(scopes: [["mail"]])';
const OWNER = `type User @key(fields: "id") { id: ID! email: String ${MAIL} name: String }`;
const review = (rule_: string, fields = 'email'): string =>
  `type Review { author: User\n  @provides(fields: "${fields}") ${rule_} }\n` +
  'type User @key(fields: "id") { id: ID! email: String @external name: String @external }';

describe('@provides does not smuggle a protected field', () => {
  test('a copy without the rule is a way round it', () => {
    expect(findings(rule, { a: OWNER, b: review('@authenticated') })).toEqual([
      `b.graphql:3 ${CODE}`,
    ]);
  });

  test('the same rule, or a stronger one, on the providing field is enough', () => {
    expect(findings(rule, { a: OWNER, b: review(MAIL) })).toEqual([]);
    const stronger = '@requiresScopes(scopes: [["mail", "audit"]])';
    expect(findings(rule, { a: OWNER, b: review(stronger) })).toEqual([]);
  });

  test('another rule, and one with a weaker way in, are not enough', () => {
    const other = '@requiresScopes(scopes: [["post"]])';
    const weaker = '@requiresScopes(scopes: [["mail"], ["post"]])';
    expect(findings(rule, { a: OWNER, b: review(other) })).toHaveLength(1);
    expect(findings(rule, { a: OWNER, b: review(weaker) })).toHaveLength(1);
  });

  test('an unprotected field is provided freely', () => {
    expect(findings(rule, { a: OWNER, b: review('@authenticated', 'name') })).toEqual([]);
  });

  test('a protected field inside of a fragment or a nested selection counts', () => {
    const b = review('@authenticated', '... on User { email }');
    expect(findings(rule, { a: OWNER, b })).toHaveLength(1);
    const nested =
      'type Query { top: Review @provides(fields: "author { email }") }\ntype Review { author: User }\ntype User @key(fields: "id") { id: ID! email: String @external }';
    expect(findings(rule, { a: OWNER, b: nested })).toHaveLength(1);
  });
});
