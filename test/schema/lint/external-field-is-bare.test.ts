import { describe, expect, test } from '@jest/globals';
import { externalFieldIsBare as rule } from '../../../schema/lint/external-field-is-bare.ts';
import { findings, OWNED } from '../lint-harness.ts';

describe('an external field carries no rule', () => {
  test('access rule, owner and classification are refused', () => {
    const a = `type Customer @key(fields: "id") {\n  id: ID! @external ${OWNED}\n}`;
    expect(findings(rule, { a })).toEqual(Array(3).fill('a.graphql:3 RULE_ON_EXTERNAL'));
  });

  test('a bare one and a field of its own are fine', () => {
    const a = `type Customer @key(fields: "id") { id: ID! @external\n own: Int ${OWNED} }`;
    expect(findings(rule, { a })).toEqual([]);
  });
});
