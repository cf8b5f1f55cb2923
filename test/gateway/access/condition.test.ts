import { describe, expect, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import type { DirectiveNode } from 'graphql';

import { ALWAYS, conditionKey, isIncluded, narrow } from '../../../gateway/access/condition.ts';
import type { Condition } from '../../../gateway/access/condition.ts';

function directives(text: string): readonly DirectiveNode[] {
  const [definition] = parse(`{ a ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('No operation.');
  return definition.selectionSet.selections[0]?.directives ?? [];
}

const keyOf = (condition: Condition | null): string | null =>
  condition === null ? null : conditionKey(condition);

describe('conditions', () => {
  test.each([
    ['', ''],
    ['@include(if: true) @skip(if: false)', ''],
    ['@include(if: false)', null],
    ['@skip(if: true)', null],
    ['@include(if: $a)', '+a'],
    ['@skip(if: $b) @include(if: $a)', '+a,-b'],
    ['@include(if: $a) @skip(if: $a)', null],
    ['@other(if: false)', ''],
  ])('%p is %p', (text, key) => {
    expect(keyOf(narrow(ALWAYS, directives(text)))).toBe(key);
  });

  test('are joined with those outside', () => {
    const outer = narrow(ALWAYS, directives('@include(if: $a)'));
    expect(keyOf(narrow(outer ?? [], directives('@include(if: $a)')))).toBe('+a');
    expect(keyOf(narrow(outer ?? [], directives('@skip(if: $b)')))).toBe('+a,-b');
    expect(keyOf(narrow(outer ?? [], directives('@skip(if: $a)')))).toBe(null);
  });

  test('hold when every variable is as wanted', () => {
    const condition = narrow(ALWAYS, directives('@include(if: $a) @skip(if: $b)')) ?? [];
    expect(isIncluded(condition, new Set(['a']))).toBe(true);
    expect(isIncluded(condition, new Set(['a', 'b']))).toBe(false);
    expect(isIncluded(condition, new Set())).toBe(false);
    expect(isIncluded(ALWAYS, new Set())).toBe(true);
  });
});
