import { batchLoader } from '../kit/batch-loader.ts';
import type { Page } from '../kit/connection.ts';
import type { LendingDataSource } from './data-source.ts';
import type { Loan, Payment, Rows } from './model.ts';

export type LendingLoaders = ReturnType<typeof createLoaders>;

/** A page of what several owners have together: a customer may have more than one borrower number. */
interface ListRequest {
  readonly owners: readonly string[];
  readonly page: Page;
}

/** A request's loaders: what many resolvers ask for in one turn becomes one call. */
export function createLoaders(data: LendingDataSource) {
  return Object.freeze({
    loan: batchLoader((ids: readonly string[]) => data.loans(ids)),
    loans: listLoader<Loan>((owners, page) => data.loansOfBorrowers(owners, page), loanOrder),
    payments: listLoader<Payment>((owners, page) => data.paymentsOfLoans(owners, page), dayOrder),
  });
}

type LoadRows<Row> = (
  owners: readonly string[],
  page: Page,
) => Promise<ReadonlyMap<string, Rows<Row>>>;

function listLoader<Row>(load: LoadRows<Row>, keyOf: (row: Row) => string) {
  return batchLoader<ListRequest, Rows<Row>>(async (requests) => {
    const groups = [...byPage(requests).values()].map(async ([page, samePage]) => {
      const owners = [...new Set(samePage.flatMap((request) => request.owners))].sort();
      const rows = await load(owners, page);
      return samePage.map(
        (request) => [requestText(request), merge(request, rows, keyOf)] as const,
      );
    });
    return new Map((await Promise.all(groups)).flat());
  }, requestText);
}

/** Customers of one list ask for the same page, so that they are one call. */
function byPage(
  requests: readonly ListRequest[],
): ReadonlyMap<string, readonly [Page, readonly ListRequest[]]> {
  const groups = new Map<string, readonly [Page, ListRequest[]]>();
  for (const request of requests) {
    const text = JSON.stringify(request.page);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [request.page, [request]]);
    else group[1].push(request);
  }
  return groups;
}

/** The first rows of all owners together are among the first rows of each. */
function merge<Row>(
  { owners, page }: ListRequest,
  found: ReadonlyMap<string, Rows<Row>>,
  keyOf: (row: Row) => string,
): Rows<Row> {
  const lists = owners.flatMap((owner) => found.get(owner) ?? []);
  const sign = page.direction === 'forward' ? 1 : -1;
  const rows = lists
    .flatMap((list) => list.rows)
    .sort((left, right) => sign * (keyOf(left) < keyOf(right) ? -1 : 1))
    .slice(0, page.limit + 1);
  return { rows, total: lists.reduce((sum, list) => sum + list.total, 0) };
}

function loanOrder(loan: Loan): string {
  return loan.id;
}

function dayOrder(payment: Payment): string {
  return `${payment.paidOn}/${payment.id}`;
}

function requestText({ owners, page }: ListRequest): string {
  return JSON.stringify([owners, page]);
}
