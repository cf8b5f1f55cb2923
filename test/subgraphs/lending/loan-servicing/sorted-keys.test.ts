import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SortedKeys } from '../../../../subgraphs/lending/loan-servicing/sorted-keys.ts';

describe('sorted keys', () => {
  test('are read from a cursor in both directions, whatever order they came in', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(keys, fc.string({ maxLength: 3 }), (added, cursor) => {
        const set = new SortedKeys();
        for (const key of added) set.add(key);
        const sorted = added.toSorted((left, right) => (left < right ? -1 : 1));
        expect([...set.read({ direction: 'forward', cursor })]).toEqual(
          sorted.filter((key) => key > cursor),
        );
        expect([...set.read({ direction: 'backward', cursor })]).toEqual(
          sorted.filter((key) => key < cursor).toReversed(),
        );
        expect([...set.read({ direction: 'backward' })]).toEqual(sorted.toReversed());
      }),
    );
  });

  test('that were removed are gone, others stay', () => {
    const set = new SortedKeys(['a', 'b', 'c']);
    set.remove('b');
    set.remove('never there');
    expect([...set.read({ direction: 'forward' })]).toEqual(['a', 'c']);
    expect(set.size).toBe(2);
  });
});
