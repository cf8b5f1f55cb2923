import { expect, test } from '@jest/globals';
import { placesOf } from '../../../../../subgraphs/customers/matching/values/places-of.ts';

test('the places that are wanted come in order, each once', () => {
  expect([...placesOf(7, (place) => place % 3 === 0)]).toEqual([0, 3, 6]);
});

test('nothing wanted, or nothing there, is no place', () => {
  expect(placesOf(5, () => false)).toHaveLength(0);
  expect(placesOf(0, () => true)).toHaveLength(0);
});

test('what is found has memory of its own, so that the rest of the numbers can go', () => {
  expect(placesOf(1_000, (place) => place === 999).buffer.byteLength).toBe(4);
});
