/** What the loan-servicing system keeps. Values are frozen by being replaced, never changed. */

export type LoanStatus = 'APPLIED' | 'ACTIVE' | 'IN_ARREARS' | 'REPAID' | 'DEFAULTED' | 'REJECTED';

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Texts as the division keeps them; `version` is a decimal that grows with every change. */
export interface Borrower {
  readonly localId: string;
  readonly version: string;
  readonly [value: string]: string | boolean | null | undefined;
}

export interface Loan {
  readonly id: string;
  readonly borrower: string | null;
  readonly purpose: string | null;
  readonly status: LoanStatus;
  readonly principal: Money;
  /** Null when the system was never told, or nothing was paid out yet. */
  readonly outstanding: Money | null;
  readonly interestRate: string | null;
  readonly termMonths: number | null;
  readonly startedOn: string | null;
  readonly closedOn: string | null;
}

/** `amount` is in the currency of the loan. */
export interface Payment {
  readonly id: string;
  readonly paidOn: string;
  readonly amount: string;
}

/** A loan as another system exports it. */
export type LoanRow = Pick<Loan, 'id' | 'status' | 'principal'> &
  Partial<Loan> & { readonly payments?: readonly Payment[] };

export interface LoanApplication {
  readonly id?: string;
  readonly borrower: string;
  readonly purpose: string;
  readonly principal: Money;
  readonly termMonths: number;
}

/** One line of the journal: the state of a record after a change. */
export type Entry = Stamp & EntryBody;

export type EntryBody =
  | { readonly kind: 'borrower'; readonly borrower: Borrower }
  | {
      readonly kind: 'loan';
      readonly loan: Loan;
      readonly payments: readonly Payment[];
      /** Fingerprint of the exported row that the loan was last taken from. */
      readonly importedAs: string | null;
    }
  | { readonly kind: 'payment'; readonly loan: Loan; readonly payment: Payment };

export interface Stamp {
  /** Grows by one with every change; the change feed is read by it. */
  readonly sequence: number;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** A refusal that the sender is meant to read. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}
