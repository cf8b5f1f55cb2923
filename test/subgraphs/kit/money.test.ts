import { describe, expect, test } from '@jest/globals';
import { currencyDigits, moneyOf } from '../../../subgraphs/kit/money.ts';

describe('money', () => {
  test.each([
    ['12', 'EUR', '12.00'],
    ['-0.5', 'EUR', '-0.50'],
    ['12.000000', 'JPY', '12'],
    ['1.2', 'BHD', '1.200'],
    ['0', 'USD', '0.00'],
    ['123456789012345678.99', 'USD', '123456789012345678.99'],
    ['0.12345', 'USD', '0.12345'],
  ])('%s %s is shown as %s', (amount, currency, shown) => {
    expect(moneyOf(amount, currency)).toEqual({ amount: shown, currency });
  });

  test('a withdrawn currency still has digits', () => {
    expect(currencyDigits('HRK')).toBe(2);
  });
});
