import { z } from 'zod';

/** The division's name in the graph, in events and in the crosswalk. */
export const DIVISION = 'lending';

const money = z.object({ amount: z.string(), currency: z.string() });

/** What the loan-servicing system answers, checked as it comes in; what else it may say is left out. */
export const loanAnswer = z.object({
  id: z.string(),
  borrower: z.string().nullable(),
  purpose: z.string().nullable(),
  status: z.enum(['APPLIED', 'ACTIVE', 'IN_ARREARS', 'REPAID', 'DEFAULTED', 'REJECTED']),
  principal: money,
  outstanding: money.nullable(),
  interestRate: z.string().nullable(),
  termMonths: z.int().nullable(),
  startedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
});

const paymentAnswer = z.object({ id: z.string(), paidOn: z.string(), amount: z.string() });

const borrowerAnswer = z.object({ localId: z.string(), version: z.string() }).catchall(z.unknown());

export const loanListAnswer = z.object({ loans: z.array(loanAnswer), total: z.int() });

export const borrowerLoansAnswer = z.object({
  borrowers: z.array(
    z.object({ borrower: z.string(), loans: z.array(loanAnswer), total: z.int() }),
  ),
});

export const paymentsAnswer = z.object({
  loans: z.array(z.object({ loan: z.string(), payments: z.array(paymentAnswer), total: z.int() })),
});

export const batchAnswer = z.object({
  results: z.array(
    z.object({
      key: z.string(),
      outcome: z.enum(['accepted', 'unchanged', 'rejected']),
      reason: z.string().nullable(),
    }),
  ),
});

export const changesAnswer = z.object({
  store: z.string(),
  next: z.int(),
  changes: z.array(
    z.object({
      sequence: z.int(),
      at: z.string(),
      borrower: borrowerAnswer.nullable(),
      loan: loanAnswer.nullable(),
    }),
  ),
});

export const refusalAnswer = z.object({ code: z.string(), message: z.string() });

export type Loan = Readonly<z.infer<typeof loanAnswer>>;
export type LoanStatus = Loan['status'];
export type Payment = Readonly<z.infer<typeof paymentAnswer>>;
export type Borrower = Readonly<z.infer<typeof borrowerAnswer>>;
export type Changes = Readonly<z.infer<typeof changesAnswer>>;
export type Change = Changes['changes'][number];
export type BatchResult = Readonly<z.infer<typeof batchAnswer>>['results'][number];

/** Rows of a page, in reading order, and how many there are on all pages. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Whether the system could know something by this number: others are not asked for. */
export function isKey(text: string): boolean {
  // A number that is a path segment of its own would change the address that it stands in.
  return text.length > 0 && text.length <= 128 && !/^\.{1,2}$|\p{Cc}/u.test(text);
}
