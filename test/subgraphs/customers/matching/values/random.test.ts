import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOneOf } from '../../../../../subgraphs/customers/matching/values/random.ts';

test('one of so many is a multiple, also of numbers that need all 32 bits', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.integer({ min: 1, max: 1_000 }), (number, every) => {
      expect(isOneOf(number, every)).toBe(BigInt(number) % BigInt(every) === 0n);
    }),
  );
  expect(isOneOf(0xffffffff, 3)).toBe(true);
  expect(isOneOf(0x80000000, 3)).toBe(false);
});
