import { describe, expect, test } from '@jest/globals';
import { truthGroups } from '../../../cli/match/truth-groups.ts';

describe('who is who', () => {
  test('is what the column says, and nobody else where it says nothing', () => {
    expect([...truthGroups(['a', 'b', 'a', '', ''], undefined)]).toEqual([0, 1, 0, 2, 3]);
  });

  test('is the original where all ids name one', () => {
    const ids = ['rec-1-org', 'rec-2-org', 'rec-1-dup-0', 'rec-2-dup-10'];
    expect([...truthGroups(ids, undefined)]).toEqual([0, 1, 0, 1]);
  });

  test('is the first group of a pattern', () => {
    expect([...truthGroups(['x1-a', 'x2-a', 'x1-b'], '^x(\\d)')]).toEqual([0, 1, 0]);
    expect(() => truthGroups(['y'], '^x')).toThrow('must fit the pattern ^x, but got: "y"');
    expect(() => truthGroups(['y'], '(')).toThrow('must be a regular expression');
  });
});
