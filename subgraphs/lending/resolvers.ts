import { connectionOf, readPage } from '../kit/connection.ts';
import type { Connection, Page, PageArguments } from '../kit/connection.ts';
import { checkOwnDivision } from '../kit/own-division.ts';
import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import type { CustomerFeed } from './customer-feed.ts';
import type { LendingDataSource, LoanServicing } from './data-source.ts';
import { importRecords, type LendingRecords } from './import-records.ts';
import type { LendingLoaders } from './loaders.ts';
import { applyForLoan, recordLoanPayment } from './loan-changes.ts';
import type { LoanApplicationInput, LoanPaymentInput } from './loan-changes.ts';
import { DIVISION, type Loan, type LoanStatus, type Payment, type Rows } from './model.ts';

export interface LendingServices {
  readonly servicing: LoanServicing;
  readonly feed: CustomerFeed;
}

type LendingContext = RoomContext<
  LendingServices,
  { readonly data: LendingDataSource; readonly loaders: LendingLoaders }
>;

interface CustomerReference {
  readonly sourceRecords?:
    readonly { readonly division: string; readonly localId: string }[] | null;
}

interface Input<Value> {
  readonly input: Value;
}

export const resolvers: Resolvers = {
  Query: {
    loan: (_: unknown, { id }: { id: string }, { loaders }: LendingContext) =>
      loaders.loan.load(id),
    async loans(
      _: unknown,
      args: PageArguments & { filter?: { status?: LoanStatus | null } | null },
      { data }: LendingContext,
    ) {
      const page = readPage(args);
      return loanConnection(await data.loanPage(page, args.filter?.status ?? null), page);
    },
  },
  Mutation: {
    applyForLoan: (_: unknown, { input }: Input<LoanApplicationInput>, context: LendingContext) =>
      changed(context, applyForLoan(context.data, input)),
    recordLoanPayment: (_: unknown, { input }: Input<LoanPaymentInput>, context: LendingContext) =>
      changed(context, recordLoanPayment(context.data, input)),
    importLendingRecords(_: unknown, { input }: Input<LendingRecords>, context: LendingContext) {
      checkOwnDivision(context.caller, [DIVISION]);
      return changed(context, importRecords(context.data, input));
    },
  },
  Customer: {
    __resolveReference: (reference: CustomerReference) => reference,
    async loans(customer: CustomerReference, args: PageArguments, { loaders }: LendingContext) {
      const page = readPage(args);
      const owners = ownLocalIds(customer);
      if (owners === null) return null;
      const found = owners.length === 0 ? null : await loaders.loans.load({ owners, page });
      return loanConnection(found ?? { rows: [], total: 0 }, page);
    },
  },
  Loan: {
    __resolveReference: ({ id }: { id: string }, { loaders }: LendingContext) =>
      loaders.loan.load(id),
    borrower: ({ borrower }: Loan) =>
      borrower === null
        ? null
        : { __typename: 'Customer', sourceRef: { division: DIVISION, localId: borrower } },
    async payments(loan: Loan, args: PageArguments, { loaders }: LendingContext) {
      const page = readPage(args);
      const found = await loaders.payments.load({ owners: [loan.id], page });
      return paymentConnection(loan, found ?? { rows: [], total: 0 }, page);
    },
  },
};

/** The feed looks at once, so that the other rooms know soon. */
async function changed<Result>(
  { services }: LendingContext,
  change: Promise<Result>,
): Promise<Result> {
  const result = await change;
  services.feed.wake();
  return result;
}

/** The division's borrower numbers of a customer; null when the crosswalk could not say. */
function ownLocalIds({ sourceRecords }: CustomerReference): readonly string[] | null {
  if (sourceRecords === undefined || sourceRecords === null) return null;
  const own = sourceRecords.filter((record) => record.division === DIVISION);
  return [...new Set(own.map((record) => record.localId))].sort();
}

function loanConnection({ rows, total }: Rows<Loan>, page: Page): Connection<Loan> {
  return connectionOf(
    rows,
    page,
    (loan) => [loan.id],
    () => total,
  );
}

function paymentConnection(loan: Loan, { rows, total }: Rows<Payment>, page: Page) {
  const { currency } = loan.principal;
  const payments = rows.map((row) => ({ ...row, amount: { amount: row.amount, currency } }));
  return connectionOf(
    payments,
    page,
    ({ paidOn, id }) => [paidOn, id],
    () => total,
  );
}
