import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { both, implies, isProtected, NOTHING } from '../../../schema/lint/requirement.ts';
import type { Requirement } from '../../../schema/lint/requirement.ts';

const ATOMS = ['scope:a', 'scope:b', 'policy:c'] as const;
const requirement = fc.array(fc.subarray([...ATOMS]), { minLength: 1, maxLength: 4 });

/** Every set of things a caller can hold; who holds anything is authenticated. */
const callers = Array.from({ length: 2 ** ATOMS.length }, (_, bits) =>
  ATOMS.filter((_atom, place) => (bits >> place) & 1),
);

function holds(caller: readonly string[], wanted: Requirement): boolean {
  return wanted.some((clause) => clause.every((atom) => caller.includes(atom)));
}

describe('requirements', () => {
  test('both is held by exactly those who hold each', () => {
    fc.assert(
      fc.property(requirement, requirement, (left, right) => {
        for (const caller of callers) {
          const each = holds(caller, left) && holds(caller, right);
          expect(holds(caller, both(left, right))).toBe(each);
        }
      }),
    );
  });

  test('one implies another exactly when whoever holds it holds the other', () => {
    fc.assert(
      fc.property(requirement, requirement, (left, right) => {
        const always = callers.every((caller) => !holds(caller, left) || holds(caller, right));
        expect(implies(left, right)).toBe(always);
      }),
    );
  });

  test('a scope or a policy implies being somebody, nothing does not', () => {
    expect(implies([['scope:a']], [['authenticated']])).toBe(true);
    expect(implies(NOTHING, [['authenticated']])).toBe(false);
    expect(isProtected([['authenticated']])).toBe(false);
    expect(isProtected([['policy:c']])).toBe(true);
    expect(isProtected([['scope:a'], []])).toBe(false);
  });
});
