import { applyForLoan } from './apply-for-loan.ts';
import type { Description, Schema } from './description.ts';
import type { FaultMaker, Faults } from './faults.ts';
import { importBorrower, importLoan, type RowOutcome } from './import-rows.ts';
import { listBorrowerLoans, listChanges, listLoans, listPayments } from './lists.ts';
import type { LoanStore } from './loan-store.ts';
import { loanNotFound, recordPayment, type PaymentOrder } from './record-payment.ts';
import { Refusal, type Borrower, type LoanApplication, type LoanRow } from './records.ts';

export interface Services {
  readonly store: LoanStore;
  readonly description: Description;
  readonly faults: FaultMaker;
  readonly newId: () => string;
}

/**
 * What came, already checked against the description: that is why operations may say of what shape it is.
 * `check` compiles a schema for rows that are checked one by one; it gives the first fault, or null.
 */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly check: (schema: Schema, row: unknown) => string | null;
}

export type OperationHandler = (services: Services, input: Input) => unknown;

/** One a name in the description. An answer is sent once the store is durable. */
export const operations: Readonly<Record<string, OperationHandler>> = {
  getHealth: () => ({ status: 'up' }),
  getDescription: ({ description }) => description.document,
  listLoans: ({ store }, { query }) => listLoans(store, query as never),
  listBorrowerLoans: ({ store }, { query }) => listBorrowerLoans(store, query as never),
  listPayments: ({ store }, { query }) => listPayments(store, query as never),
  listChanges: ({ store }, { query }) => listChanges(store, query as never),
  getLoan({ store }, { params }) {
    const { id } = params as { id: string };
    const loan = store.book.loan(id)?.loan;
    if (loan === undefined) throw loanNotFound(id);
    return loan;
  },
  applyForLoan: ({ store, newId }, { body }) => applyForLoan(store, body as LoanApplication, newId),
  recordPayment({ store }, { params, body }) {
    return recordPayment(store, (params as { id: string }).id, body as PaymentOrder);
  },
  putBorrower({ store }, { params, body }) {
    const { id } = params as { id: string };
    const borrower = body as Borrower;
    if (borrower.localId !== id) {
      const message = `The record must be of borrower "${id}", but got: "${borrower.localId}".`;
      throw new Refusal(400, 'INVALID_REQUEST', message);
    }
    importBorrower(store, borrower);
    return store.book.borrower(id);
  },
  importBatch,
  getFaults: ({ faults }) => faults.faults,
  putFaults({ faults }, { body }) {
    faults.set(body as Faults);
    return faults.faults;
  },
};

function importBatch({ store, description }: Services, { body, check }: Input): object {
  const { borrowers = [], loans = [] } = body as { borrowers?: object[]; loans?: object[] };
  const borrowerSchema = description.schema('Borrower');
  const loanSchema = description.schema('LoanRow');
  const results = [
    ...borrowers.map((row) => ({
      key: keyText(row, 'localId'),
      ...(rejection(check(borrowerSchema, row)) ?? importBorrower(store, row as Borrower)),
    })),
    ...loans.map((row) => ({
      key: keyText(row, 'id'),
      ...(rejection(check(loanSchema, row)) ?? importLoan(store, row as LoanRow)),
    })),
  ];
  return { results };
}

function rejection(fault: string | null): RowOutcome | null {
  return fault === null ? null : { outcome: 'rejected', reason: fault };
}

/** Which row it was, even when its key is no key. */
function keyText(row: object, name: string): string {
  const key: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
  return typeof key === 'string' ? key : '';
}
