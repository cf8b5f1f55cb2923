import { describe, expect, test } from '@jest/globals';

import { LendingDataSource } from '../../../subgraphs/lending/data-source.ts';
import { applyForLoan, recordLoanPayment } from '../../../subgraphs/lending/loan-changes.ts';

// Nothing of it is asked: what is checked here never reaches the system.
const unreachable = new LendingDataSource(() => Promise.reject(new Error('It was asked.')));
const money = (amount: string, currency = 'USD') => ({ amount, currency });

describe('a payment is refused', () => {
  test.each([
    [money('5.001'), 'above zero with at most 2 digits after the point, but got: 5.001.'],
    [money('5.5', 'JPY'), 'above zero with at most 0 digits after the point, but got: 5.5.'],
    [money('0.00'), 'above zero with at most 2 digits after the point, but got: 0.00.'],
    [money('-1'), 'above zero with at most 2 digits after the point, but got: -1.'],
  ])('of %j', (amount, message) => {
    const input = { loanId: 'L1', paymentId: 'P1', amount, paidOn: '2026-01-31' };
    expect(() => recordLoanPayment(unreachable, input)).toThrow(
      `Field "amount" must be ${message}`,
    );
  });
});

describe('an application is refused', () => {
  const application = {
    borrowerLocalId: 'B1',
    purpose: 'roof',
    principal: money('9000'),
    termMonths: 60,
  };

  test.each([
    [{ principal: money('-5') }, 'Field "principal" must be above zero'],
    [{ principal: money('5.001') }, 'digits after the point, but got: 5.001.'],
    [{ termMonths: 0 }, 'Field "termMonths" must be 1 to 600, but got: 0.'],
    [{ termMonths: 601 }, 'Field "termMonths" must be 1 to 600, but got: 601.'],
    [{ purpose: ' ' }, 'Field "purpose" must be 1 to 500 characters, but got: 0.'],
  ])('with %j', (change, message) => {
    expect(() => applyForLoan(unreachable, { ...application, ...change })).toThrow(message);
  });
});
