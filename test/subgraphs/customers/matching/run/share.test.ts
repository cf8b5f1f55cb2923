import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder, itemsOf } from '../../../../../subgraphs/customers/matching/run/share.ts';

test('what all shares hold is everything, once and in order, however many share', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, parts) => {
      const shares = Array.from({ length: parts }, (_, part) => itemsOf(items, { part, parts }));
      expect(inOrder(shares)).toEqual(items);
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('results that are lists stay lists', () => {
  expect(inOrder([[[1, 2], [5]], [[3]]])).toEqual([[1, 2], [3], [5]]);
});
