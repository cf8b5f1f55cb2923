import { compareDecimals } from './decimal.ts';
import type { LoanStore } from './loan-store.ts';
import { Refusal, type Loan, type LoanApplication } from './records.ts';

/**
 * Files an application and answers with the loan, which nothing is owed on yet. The same number with the
 * same content is filed once.
 *
 * Refuses with BORROWER_NOT_FOUND, LOAN_CONFLICT (same number, other content) and INVALID_REQUEST.
 */
export function applyForLoan(
  store: LoanStore,
  application: LoanApplication,
  newId: () => string,
): Loan {
  const { borrower, purpose, principal, termMonths } = application;
  if (compareDecimals(principal.amount, '0') <= 0) {
    const message = `The principal must be above zero, but got: ${principal.amount}.`;
    throw new Refusal(400, 'INVALID_REQUEST', message);
  }
  const filed = application.id === undefined ? undefined : store.book.loan(application.id)?.loan;
  if (filed !== undefined) return sameApplication(filed, application);
  if (store.book.borrower(borrower) === undefined) {
    throw new Refusal(404, 'BORROWER_NOT_FOUND', `There is no borrower "${borrower}".`);
  }
  const loan: Loan = {
    id: application.id ?? newId(),
    borrower,
    purpose,
    status: 'APPLIED',
    principal,
    outstanding: null,
    interestRate: null,
    termMonths,
    startedOn: null,
    closedOn: null,
  };
  store.record({ kind: 'loan', loan, payments: [], importedAs: null });
  return loan;
}

function sameApplication(filed: Loan, application: LoanApplication): Loan {
  const same =
    filed.borrower === application.borrower &&
    filed.purpose === application.purpose &&
    filed.termMonths === application.termMonths &&
    filed.principal.currency === application.principal.currency &&
    compareDecimals(filed.principal.amount, application.principal.amount) === 0;
  if (same) return filed;
  throw new Refusal(409, 'LOAN_CONFLICT', `Loan "${filed.id}" is another one.`);
}
