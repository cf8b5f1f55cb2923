import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { DomainError } from '../kit/domain-error.ts';
import { currencyDigits } from '../kit/money.ts';
import type { LendingDataSource } from './data-source.ts';
import { isKey, type Loan } from './model.ts';
import { ServicingRefusal } from './servicing-http.ts';

interface MoneyInput {
  readonly amount: string;
  readonly currency: string;
}

export interface LoanApplicationInput {
  readonly borrowerLocalId: string;
  readonly purpose: string;
  readonly principal: MoneyInput;
  readonly termMonths: number;
  readonly requestId?: string | null;
}

export interface LoanPaymentInput {
  readonly loanId: string;
  readonly paymentId: string;
  readonly amount: MoneyInput;
  readonly paidOn: string;
}

/**
 * Files an application. The same `requestId` files one. Throws BAD_USER_INPUT for an unknown borrower and
 * for values that no loan has.
 */
export function applyForLoan(data: LendingDataSource, input: LoanApplicationInput): Promise<Loan> {
  const { borrowerLocalId, purpose, principal, termMonths, requestId } = input;
  checkAmount('principal', principal);
  if (termMonths < 1 || termMonths > LONGEST_TERM) {
    throw invalid('termMonths', `1 to ${LONGEST_TERM}`, String(termMonths));
  }
  if (purpose.trim() === '' || purpose.length > LONGEST_PURPOSE) {
    throw invalid('purpose', `1 to ${LONGEST_PURPOSE} characters`, String(purpose.trim().length));
  }
  // The room names the loan, so that a call whose answer was lost can be sent again.
  const id = typeof requestId === 'string' ? uuidv5(requestId, REQUESTS) : uuidv7();
  return forClients(() =>
    data.applyForLoan({ id, borrower: borrowerLocalId, purpose, principal, termMonths }),
  );
}

/**
 * Books a payment once. Throws LOAN_NOT_REPAYABLE when the loan is not active or less is owed, and
 * BAD_USER_INPUT for an unknown loan, another currency or a number that another payment has.
 */
export function recordLoanPayment(data: LendingDataSource, input: LoanPaymentInput): Promise<Loan> {
  const { loanId, paymentId, amount, paidOn } = input;
  if (!isKey(loanId)) {
    throw new DomainError(
      'BAD_USER_INPUT',
      'Field "loanId" must be the id of a loan, but is none.',
    );
  }
  checkAmount('amount', amount);
  return forClients(() => data.recordPayment(loanId, { paymentId, amount, paidOn }));
}

/** As the loan-servicing system describes an application. */
const LONGEST_TERM = 600;
const LONGEST_PURPOSE = 500;

/** No loan is owed in parts of the smallest coin. */
function checkAmount(field: string, { amount, currency }: MoneyInput): void {
  const digits = currencyDigits(currency);
  const fraction = amount.split('.')[1] ?? '';
  if (!amount.startsWith('-') && /[1-9]/.test(amount) && fraction.length <= digits) return;
  throw invalid(field, `above zero with at most ${digits} digits after the point`, amount);
}

function invalid(field: string, expected: string, got: string): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    `Field "${field}" must be ${expected}, but got: ${got}.`,
  );
}

/** Namespace of the loan ids that are made of request ids. */
const REQUESTS = '1d7c0a3e-54e5-4c0b-9f0e-6a6f4c1b2d90';

/** What the system refuses, in the graph's codes. */
async function forClients(change: () => Promise<Loan>): Promise<Loan> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof ServicingRefusal)) throw error;
    const code = error.code === 'LOAN_NOT_REPAYABLE' ? error.code : 'BAD_USER_INPUT';
    throw new DomainError(code, error.message);
  }
}
