import { paymentKey, type Change } from './loan-book.ts';
import type { LoanStore } from './loan-store.ts';
import type { Loan, LoanStatus, Payment } from './records.ts';
import { SortedKeys, type KeyPage } from './sorted-keys.ts';

export interface LoanQuery extends KeyPage {
  readonly borrower?: readonly string[];
  readonly id?: readonly string[];
  readonly status?: LoanStatus;
}

/** Loans in the order of their numbers, a page of them. */
export function listLoans(
  store: LoanStore,
  query: LoanQuery,
): { loans: readonly Loan[]; next: string | null; total: number } {
  const { book } = store;
  const keys = candidates(store, query);
  const matches = (id: string) =>
    query.status === undefined || book.loan(id)?.loan.status === query.status;
  const found = take(keys.read(query), matches, query.limit + 1);
  const ids = found.slice(0, query.limit);
  const next = found.length > query.limit ? (ids.at(-1) ?? null) : null;
  return { loans: loansOf(store, ids), next, total: countOf(store, keys, query) };
}

/** The same page of each borrower's loans: all that a list of customers needs, in one answer. */
export function listBorrowerLoans(
  store: LoanStore,
  query: KeyPage & { readonly borrower: readonly string[] },
): { borrowers: readonly { borrower: string; loans: readonly Loan[]; total: number }[] } {
  const borrowers = [...new Set(query.borrower)].map((borrower) => {
    const ids = store.book.loanIdsOf(borrower);
    const page = take(ids.read(query), () => true, query.limit);
    return { borrower, loans: loansOf(store, page), total: ids.size };
  });
  return { borrowers };
}

/** The same page of each loan's payments. Their cursor is date, slash, payment number. */
export function listPayments(
  store: LoanStore,
  query: KeyPage & { readonly loan: readonly string[] },
): { loans: readonly { loan: string; payments: readonly Payment[]; total: number }[] } {
  const loans = [...new Set(query.loan)].map((id) => {
    const file = store.book.loan(id);
    if (file === undefined) return { loan: id, payments: [], total: 0 };
    const byKey = new Map([...file.payments.values()].map((one) => [paymentKey(one), one]));
    const page = take(file.paymentKeys.read(query), () => true, query.limit);
    const payments = page.flatMap((key) => byKey.get(key) ?? []);
    return { loan: id, payments, total: file.payments.size };
  });
  return { loans };
}

export function listChanges(
  store: LoanStore,
  query: { readonly after: number; readonly limit: number },
): { store: string; changes: readonly Change[]; next: number } {
  const changes = take(store.book.changesAfter(query.after), () => true, query.limit);
  return { store: store.id, changes, next: changes.at(-1)?.sequence ?? query.after };
}

function candidates({ book }: LoanStore, { id, borrower }: LoanQuery): SortedKeys {
  if (id === undefined && borrower === undefined) return book.loanIds;
  const wanted = borrower === undefined ? null : new Set<string | null | undefined>(borrower);
  const named =
    id ?? [...new Set(borrower)].flatMap((one) => [...book.loanIdsOf(one).read(FORWARD)]);
  return new SortedKeys(
    named.filter((one) => {
      const loan = book.loan(one)?.loan;
      return loan !== undefined && (wanted === null || wanted.has(loan.borrower));
    }),
  );
}

const FORWARD = { direction: 'forward' } as const;

/** Counted while changes come in, so that a list of all loans costs no more than its page. */
function countOf({ book }: LoanStore, keys: SortedKeys, { status }: LoanQuery): number {
  if (status === undefined) return keys.size;
  if (keys === book.loanIds) return book.countOf(status);
  return [...keys.read(FORWARD)].filter((id) => book.loan(id)?.loan.status === status).length;
}

function loansOf({ book }: LoanStore, ids: readonly string[]): readonly Loan[] {
  return ids.flatMap((id) => book.loan(id)?.loan ?? []);
}

function take<Item>(items: Iterable<Item>, wanted: (item: Item) => boolean, limit: number): Item[] {
  const taken: Item[] = [];
  for (const item of items) {
    if (!wanted(item)) continue;
    taken.push(item);
    if (taken.length === limit) break;
  }
  return taken;
}
