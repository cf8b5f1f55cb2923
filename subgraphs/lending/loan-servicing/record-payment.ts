import { compareDecimals, subtractDecimals } from './decimal.ts';
import type { LoanFile } from './loan-book.ts';
import type { LoanStore } from './loan-store.ts';
import { Refusal, type Loan, type Money, type Payment } from './records.ts';

export interface PaymentOrder {
  readonly paymentId: string;
  readonly amount: Money;
  readonly paidOn: string;
}

/**
 * Books a payment and answers with the loan after it. A payment that was booked before changes nothing.
 *
 * Refuses with LOAN_NOT_FOUND, PAYMENT_CONFLICT (same number, other content), LOAN_NOT_REPAYABLE (nothing
 * is owed, or less than that) and INVALID_REQUEST (not above zero, other currency, a day to come).
 */
export function recordPayment(store: LoanStore, loanId: string, order: PaymentOrder): Loan {
  const file = store.book.loan(loanId);
  if (file === undefined) throw loanNotFound(loanId);
  const payment = { id: order.paymentId, paidOn: order.paidOn, amount: order.amount.amount };
  checkMoney(order, file.loan);
  checkDay(order, store.clock());
  if (isBooked(payment, file)) return file.loan;
  const loan = loanAfter(file.loan, payment);
  store.record({ kind: 'payment', loan, payment });
  return loan;
}

/** Tomorrow is allowed: where the payment was made it may already be that day. */
function checkDay({ paidOn }: PaymentOrder, now: Date): void {
  const latest = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10);
  if (paidOn <= latest) return;
  const message = `A payment must not be of a day to come, but got: ${paidOn}.`;
  throw new Refusal(400, 'INVALID_REQUEST', message);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

export function loanNotFound(id: string): Refusal {
  return new Refusal(404, 'LOAN_NOT_FOUND', `There is no loan "${id}".`);
}

function checkMoney({ amount }: PaymentOrder, loan: Loan): void {
  if (compareDecimals(amount.amount, '0') <= 0) {
    throw new Refusal(
      400,
      'INVALID_REQUEST',
      `A payment must be above zero, but got: ${amount.amount}.`,
    );
  }
  const { currency } = loan.principal;
  if (amount.currency !== currency) {
    const message = `A payment for loan "${loan.id}" must be in ${currency}, but got: ${amount.currency}.`;
    throw new Refusal(400, 'INVALID_REQUEST', message);
  }
}

function isBooked(payment: Payment, file: LoanFile): boolean {
  const booked = file.payments.get(payment.id);
  if (booked === undefined) return false;
  const same =
    booked.paidOn === payment.paidOn && compareDecimals(booked.amount, payment.amount) === 0;
  if (same) return true;
  const message = `Payment "${payment.id}" is booked with another amount or day.`;
  throw new Refusal(409, 'PAYMENT_CONFLICT', message);
}

function loanAfter(loan: Loan, payment: Payment): Loan {
  if (loan.status !== 'ACTIVE' && loan.status !== 'IN_ARREARS') {
    throw notRepayable(`Loan "${loan.id}" must be active to be repaid, but it is: ${loan.status}.`);
  }
  if (loan.outstanding === null) {
    throw notRepayable(`What is owed on loan "${loan.id}" is not known.`);
  }
  const { amount, currency } = loan.outstanding;
  if (compareDecimals(payment.amount, amount) > 0) {
    // How much that is may not be for whoever pays to know.
    throw notRepayable(
      `A payment for loan "${loan.id}" must be at most what is owed, but is more.`,
    );
  }
  const outstanding = { amount: subtractDecimals(amount, payment.amount), currency };
  const repaid = compareDecimals(outstanding.amount, '0') === 0;
  return repaid
    ? { ...loan, outstanding, status: 'REPAID', closedOn: payment.paidOn }
    : { ...loan, outstanding };
}

function notRepayable(message: string): Refusal {
  return new Refusal(409, 'LOAN_NOT_REPAYABLE', message);
}
