import { createHash } from 'node:crypto';
import { compareDecimals } from './decimal.ts';
import type { LoanFile } from './loan-book.ts';
import type { LoanStore } from './loan-store.ts';
import type { Borrower, Loan, LoanRow, Payment } from './records.ts';

/** What became of a row. `unchanged`: it had come before, or is older than what is kept. */
export type RowOutcome =
  | { readonly outcome: 'accepted' | 'unchanged'; readonly reason: null }
  | { readonly outcome: 'rejected'; readonly reason: string };

export function importBorrower(store: LoanStore, borrower: Borrower): RowOutcome {
  const kept = store.book.borrower(borrower.localId);
  if (kept !== undefined && compareDecimals(borrower.version, kept.version) <= 0) return UNCHANGED;
  store.record({ kind: 'borrower', borrower });
  return ACCEPTED;
}

/**
 * A row replaces what is kept of its loan, but for payments, which only ever add up. The very row that the
 * loan was last taken from changes nothing, also when payments have been booked since.
 */
export function importLoan(store: LoanStore, row: LoanRow): RowOutcome {
  const fault = faultOf(row);
  if (fault !== null) return { outcome: 'rejected', reason: fault };
  const kept = store.book.loan(row.id);
  const importedAs = fingerprint(row);
  if (kept?.importedAs === importedAs) return UNCHANGED;
  const payments = allPayments(kept, row.payments ?? []);
  const today = store.clock().toISOString().slice(0, 10);
  store.record({ kind: 'loan', loan: loanOf(row, payments, today), payments, importedAs });
  return ACCEPTED;
}

const ACCEPTED: RowOutcome = Object.freeze({ outcome: 'accepted', reason: null });
const UNCHANGED: RowOutcome = Object.freeze({ outcome: 'unchanged', reason: null });

function faultOf(row: LoanRow): string | null {
  const { principal, outstanding, payments = [] } = row;
  if (compareDecimals(principal.amount, '0') <= 0) {
    return `The principal must be above zero, but got: ${principal.amount}.`;
  }
  if (outstanding && outstanding.currency !== principal.currency) {
    return `What is owed must be in ${principal.currency}, but got: ${outstanding.currency}.`;
  }
  if (outstanding && compareDecimals(outstanding.amount, '0') < 0) {
    return `What is owed must not be below zero, but got: ${outstanding.amount}.`;
  }
  return paymentFault(payments);
}

function paymentFault(payments: readonly Payment[]): string | null {
  const ids = new Set<string>();
  for (const { id, amount } of payments) {
    if (ids.has(id)) return `Payment "${id}" is there twice.`;
    if (compareDecimals(amount, '0') <= 0) {
      return `Payment "${id}" must be above zero, but got: ${amount}.`;
    }
    ids.add(id);
  }
  return null;
}

function fingerprint(row: LoanRow): string {
  const ordered = Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('base64url');
}

function allPayments(kept: LoanFile | undefined, sent: readonly Payment[]): readonly Payment[] {
  const payments = new Map(kept?.payments);
  for (const payment of sent) payments.set(payment.id, payment);
  return [...payments.values()];
}

function loanOf(row: LoanRow, payments: readonly Payment[], today: string): Loan {
  return {
    id: row.id,
    borrower: row.borrower ?? null,
    purpose: row.purpose ?? null,
    status: row.status,
    principal: row.principal,
    outstanding: row.outstanding ?? null,
    interestRate: row.interestRate ?? null,
    termMonths: row.termMonths ?? null,
    startedOn: row.startedOn ?? null,
    closedOn: row.closedOn ?? closingDay(row, payments, today),
  };
}

/** A source that does not say when a loan ended: with its last payment, else with its term. */
function closingDay(row: LoanRow, payments: readonly Payment[], today: string): string | null {
  if (row.status !== 'REPAID' && row.status !== 'DEFAULTED') return null;
  const last = payments
    .map((payment) => payment.paidOn)
    .sort()
    .at(-1);
  return last ?? termEnd(row, today);
}

/** Today where the term is not known or not over: it ended at some time that nobody told. */
function termEnd({ startedOn, termMonths }: LoanRow, today: string): string {
  if (!startedOn || !termMonths) return today;
  const end = new Date(`${startedOn}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + termMonths);
  const day = end.toISOString().slice(0, 10);
  return day < today ? day : today;
}
