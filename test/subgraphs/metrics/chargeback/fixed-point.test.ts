import { describe, expect, test } from '@jest/globals';
import {
  divideRounded,
  readFixed,
  writeFixed,
} from '../../../../subgraphs/metrics/chargeback/fixed-point.ts';

describe('fixed-point numbers', () => {
  test.each([
    ['12.5', 2, 1250n],
    ['0.07', 2, 7n],
    ['-0.07', 2, -7n],
    ['12.500', 2, 1250n],
    ['12.501', 2, null],
    ['5', 0, 5n],
    ['1e3', 2, null],
    ['', 2, null],
    ['.5', 2, null],
  ])('%p with %i digits is %p', (text, digits, parts) => {
    expect(readFixed(text, digits)).toBe(parts);
  });

  test.each([
    [1250n, 2, '12.50'],
    [7n, 2, '0.07'],
    [-7n, 2, '-0.07'],
    [-1250n, 3, '-1.250'],
    [5n, 0, '5'],
  ])('%p with %i digits is written %p', (parts, digits, text) => {
    expect(writeFixed(parts, digits)).toBe(text);
    expect(readFixed(text, digits)).toBe(parts);
  });

  test('halves are rounded away from zero', () => {
    expect([5n, 4n, -5n, -4n, 15n].map((part) => divideRounded(part, 10n))).toEqual([
      1n,
      0n,
      -1n,
      0n,
      2n,
    ]);
    expect([1n, -1n].map((part) => divideRounded(part, 3n))).toEqual([0n, 0n]);
    expect(divideRounded(2n, 3n)).toBe(1n);
  });
});
