import { describe, expect, test } from '@jest/globals';
import { caseNumber, caseSerial } from '../../../../subgraphs/service/store/rows.ts';

describe('the number of a case', () => {
  test.each([1, 42, 999_999, 1_000_000, 2_147_483_647])('%d there and back', (serial) => {
    expect(caseSerial(caseNumber(serial))).toBe(serial);
  });

  test('has at least six digits', () => {
    expect([caseNumber(42), caseNumber(1_234_567)]).toEqual(['C-000042', 'C-1234567']);
  });

  test.each([
    '',
    'C-42',
    'c-000042',
    'C-0000042',
    'C-2147483648',
    'C-99999999999',
    "C-000042' or 1=1",
  ])('%j is no number of a case', (number) => {
    expect(caseSerial(number)).toBeNull();
  });
});
