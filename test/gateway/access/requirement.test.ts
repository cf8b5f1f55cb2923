import { describe, expect, test } from '@jest/globals';

import { allOf, atomsOf, implies, isMet } from '../../../gateway/access/requirement.ts';
import type { Atom, Requirement } from '../../../gateway/access/requirement.ts';

const scopes = (...lists: readonly (readonly string[])[]): Requirement => [
  lists.map((list) => list.map((name): Atom => `scope:${name}`)),
];
const holds =
  (...names: readonly string[]) =>
  (atom: Atom) =>
    names.includes(atom.slice(6));

describe('requirements', () => {
  test('nothing required is met by nobody', () => {
    expect(isMet([], () => false)).toBe(true);
  });

  test('one list is enough, and all of it', () => {
    const requirement = scopes(['a', 'b'], ['c']);
    expect(isMet(requirement, holds('c'))).toBe(true);
    expect(isMet(requirement, holds('a', 'b'))).toBe(true);
    expect(isMet(requirement, holds('a'))).toBe(false);
  });

  test('two requirements are both asked for: a subgraph cannot weaken another', () => {
    const both = allOf(scopes(['pii'], ['audit']), scopes(['pii'], ['bank']));
    expect(isMet(both, holds('pii'))).toBe(true);
    expect(isMet(both, holds('audit'))).toBe(false);
    expect(isMet(both, holds('audit', 'bank'))).toBe(true);
  });

  test('equal requirements are written equally', () => {
    expect(allOf(scopes(['b', 'a'], ['c'], ['c']))).toEqual(allOf(scopes(['c'], ['a', 'b', 'a'])));
    expect(allOf(scopes(['a']), scopes(['a']))).toHaveLength(1);
  });

  test('atoms come once, in order', () => {
    expect(atomsOf(allOf(scopes(['b', 'a']), scopes(['a'])))).toEqual(['scope:a', 'scope:b']);
  });

  test('implication follows the ways of meeting the first', () => {
    expect(implies(allOf(scopes(['a']), scopes(['b'])), scopes(['a', 'b']))).toBe(true);
    expect(implies(scopes(['a']), scopes(['a'], ['b']))).toBe(true);
    expect(implies(scopes(['a'], ['b']), scopes(['a']))).toBe(false);
    expect(implies([], scopes(['a']))).toBe(false);
    expect(implies(scopes(['a']), [])).toBe(true);
  });

  test('with too many ways to look at, nothing is taken for implied', () => {
    const many = allOf(...Array.from({ length: 9 }, (_, n) => scopes([`a${n}`], [`b${n}`])));
    expect(implies(many, many)).toBe(false);
  });
});
