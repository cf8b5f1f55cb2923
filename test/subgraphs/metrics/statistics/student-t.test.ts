import { describe, expect, test } from '@jest/globals';
import { studentDeviate } from '../../../../subgraphs/metrics/statistics/student-t.ts';

describe("Student's t leaves 2.5 % above", () => {
  // Closed forms: tan(0.475 pi) for one degree of freedom, and for two 0.95 / sqrt(2 * 0.025 * 0.975).
  test('what its closed forms say', () => {
    expect(studentDeviate(1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 9);
    expect(studentDeviate(2)).toBeCloseTo(0.95 / Math.sqrt(2 * 0.025 * 0.975), 9);
  });

  test.each([
    [3, 3.182446],
    [4, 2.776445],
    [6, 2.446912],
    [10, 2.228139],
    [30, 2.042272],
    [100, 1.983972],
    [1_000, 1.962339],
  ])('with %i degrees of freedom at %f, as printed tables say', (freedom, deviate) => {
    expect(studentDeviate(freedom)).toBeCloseTo(deviate, 5);
  });

  test('in the limit what the normal distribution does', () => {
    expect(studentDeviate(1e7)).toBeCloseTo(1.959963984540054, 5);
  });
});
