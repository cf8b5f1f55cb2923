import { describe, expect, test } from '@jest/globals';
import {
  compareDecimals,
  subtractDecimals,
} from '../../../../subgraphs/lending/loan-servicing/decimal.ts';

describe('decimals', () => {
  test.each([
    ['600.00', '0.01', '599.99'],
    ['1', '0.001', '0.999'],
    ['100.50', '100.5', '0.00'],
    ['0.1', '0.3', '-0.2'],
    ['-5', '-5.25', '0.25'],
    ['123456789012345678901234567890.01', '0.02', '123456789012345678901234567889.99'],
  ])('%s less %s is %s', (left, right, difference) => {
    expect(subtractDecimals(left, right)).toBe(difference);
  });

  test('are compared by worth, not by text', () => {
    expect(compareDecimals('10', '9')).toBe(1);
    expect(compareDecimals('1.0', '1')).toBe(0);
    expect(compareDecimals('-0', '0')).toBe(0);
    expect(compareDecimals('-2', '-1.5')).toBe(-1);
  });

  test.each(['', '1.', '.5', '1e3', '1,5', ' 1', '+1', 'NaN'])('"%s" is none', (text) => {
    expect(() => compareDecimals(text, '0')).toThrow('A decimal must be like "1234.50"');
  });
});
