import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  nearestNumber,
  negated,
  plus,
  readDecimal,
  sumOfDecimals,
  times,
} from '../../../../subgraphs/metrics/rollups/decimal.ts';

const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const places = fc.integer({ min: 0, max: 12 });
const decimals = fc.record({ units, places });

/** As a database writes it. */
function textOf({ units: number, places: digits }: { units: bigint; places: number }): string {
  if (digits === 0) return String(number);
  const [sign, size] = number < 0n ? ['-', -number] : ['', number];
  const text = String(size).padStart(digits + 1, '0');
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

describe('a decimal', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(decimals, (one) => {
        expect(readDecimal(textOf(one))).toEqual(one);
      }),
    );
  });

  test('adds up to the same in any order', () => {
    fc.assert(
      fc.property(fc.array(decimals), (some) => {
        const texts = some.map(textOf);
        const sum = nearestNumber(sumOfDecimals(texts));
        expect(nearestNumber(sumOfDecimals([...texts].reverse()))).toBe(sum);
      }),
    );
  });

  test('loses no digit where floating point does', () => {
    expect(nearestNumber(sumOfDecimals(['0.1', '0.2']))).toBe(0.3);
    const large = readDecimal('1767225600.000001');
    const square = times(large, large);
    const rest = plus(square, negated(times(readDecimal('1767225600'), large)));
    expect(nearestNumber(rest)).toBe(1767.225600000001);
  });

  test('of nothing is zero', () => {
    expect(nearestNumber(sumOfDecimals([]))).toBe(0);
  });
});
