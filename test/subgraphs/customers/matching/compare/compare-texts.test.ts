import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  editDistance,
  MANY_EDITS,
} from '../../../../../subgraphs/customers/matching/compare/edit-distance.ts';
import { jaroWinkler } from '../../../../../subgraphs/customers/matching/compare/jaro-winkler.ts';
import { makeTextTable } from '../../../../../subgraphs/customers/matching/values/text-table.ts';

const distance = (left: string, right: string) =>
  editDistance(makeTextTable(['', left, right]), 1, 2);
const likeness = (left: string, right: string) =>
  jaroWinkler(makeTextTable(['', left, right]), 1, 2, 0);

/** Optimal string alignment, by the book. */
function plainDistance(left: string, right: string): number {
  const rows = [...Array(left.length + 1).keys()].map((row) =>
    [...Array(right.length + 1).keys()].map((column) =>
      row === 0 ? column : column === 0 ? row : 0,
    ),
  );
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= left.length; row++) {
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap =
        row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      (rows[row] ?? [])[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(row - 2, column - 2) + 1 : Infinity,
      );
    }
  }
  return at(left.length, right.length);
}

describe('texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 1, maxLength: 9 });

  test('are as many edits apart as the plain way of counting says, up to many', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(distance(left, right)).toBe(Math.min(MANY_EDITS, plainDistance(left, right)));
        expect(distance(right, left)).toBe(distance(left, right));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('are one edit apart when two neighbours are swapped', () => {
    expect(distance('19901213', '19901231')).toBe(1);
  });

  test('are as alike as published examples say', () => {
    expect(likeness('martha', 'marhta')).toBeCloseTo(0.9611, 4);
    expect(likeness('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4);
    expect(likeness('dwayne', 'duane')).toBeCloseTo(0.84, 4);
    expect(likeness('abc', 'xyz')).toBe(0);
  });

  test('are as alike from either side', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(likeness(left, right)).toBeCloseTo(likeness(right, left), 12);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
