import { ChangeFeed } from './change-feed.ts';
import type { Borrower, Entry, Loan, LoanStatus, Payment, Stamp } from './records.ts';
import { SortedKeys } from './sorted-keys.ts';

/** Everything known of one loan. */
export interface LoanFile {
  readonly loan: Loan;
  readonly importedAs: string | null;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly paymentKeys: SortedKeys;
}

export interface Change extends Stamp {
  readonly borrower: Borrower | null;
  readonly loan: Loan | null;
}

/** The state after a row of journal entries, with the indexes that reading needs. */
export class LoanBook {
  readonly #borrowers = new Map<string, Borrower>();
  readonly #loans = new Map<string, LoanFile>();
  readonly #ids = new SortedKeys();
  readonly #idsOf = new Map<string, SortedKeys>();
  readonly #countOf = new Map<LoanStatus, number>();
  readonly #entries = new Map<string, Stamp>();
  readonly #feed = new ChangeFeed();
  #sequence = 0;

  get sequence(): number {
    return this.#sequence;
  }

  get recordCount(): number {
    return this.#entries.size;
  }

  borrower(localId: string): Borrower | undefined {
    return this.#borrowers.get(localId);
  }

  loan(id: string): LoanFile | undefined {
    return this.#loans.get(id);
  }

  /** The numbers of all loans. */
  get loanIds(): SortedKeys {
    return this.#ids;
  }

  loanIdsOf(borrower: string): SortedKeys {
    return this.#idsOf.get(borrower) ?? NONE;
  }

  countOf(status: LoanStatus): number {
    return this.#countOf.get(status) ?? 0;
  }

  *changesAfter(sequence: number): Generator<Change> {
    for (const { key } of this.#feed.read(sequence)) {
      const stamp = this.#entries.get(key);
      if (stamp === undefined) continue;
      const id = key.slice(1);
      const isLoan = key.startsWith(LOAN);
      yield {
        ...stamp,
        borrower: isLoan ? null : (this.#borrowers.get(id) ?? null),
        loan: isLoan ? (this.#loans.get(id)?.loan ?? null) : null,
      };
    }
  }

  /** One entry a record, oldest change first: all that has to be kept to be here again. */
  *snapshot(): Generator<Entry> {
    for (const { sequence, at, borrower, loan } of this.changesAfter(0)) {
      const file = loan === null ? undefined : this.#loans.get(loan.id);
      if (borrower !== null) yield { sequence, at, kind: 'borrower', borrower };
      if (file === undefined) continue;
      const { importedAs } = file;
      const payments = [...file.payments.values()];
      yield { sequence, at, kind: 'loan', loan: file.loan, payments, importedAs };
    }
  }

  apply(entry: Entry): void {
    if (entry.kind === 'borrower') this.#borrowers.set(entry.borrower.localId, entry.borrower);
    else this.#putLoan(entry);
    const key =
      entry.kind === 'borrower' ? BORROWER + entry.borrower.localId : LOAN + entry.loan.id;
    this.#entries.set(key, { sequence: entry.sequence, at: entry.at });
    this.#feed.add({ sequence: entry.sequence, key });
    this.#sequence = entry.sequence;
  }

  #putLoan(entry: Exclude<Entry, { kind: 'borrower' }>): void {
    const { loan } = entry;
    const before = this.#loans.get(loan.id);
    this.#index(before?.loan, loan);
    this.#loans.set(loan.id, fileAfter(entry, before));
  }

  #index(before: Loan | undefined, loan: Loan): void {
    if (before === undefined) this.#ids.add(loan.id);
    else this.#countOf.set(before.status, this.countOf(before.status) - 1);
    this.#countOf.set(loan.status, this.countOf(loan.status) + 1);
    const borrowerBefore = before?.borrower ?? null;
    if (borrowerBefore === loan.borrower) return;
    if (borrowerBefore !== null) this.loanIdsOf(borrowerBefore).remove(loan.id);
    if (loan.borrower === null) return;
    const ids = this.#idsOf.get(loan.borrower) ?? new SortedKeys();
    this.#idsOf.set(loan.borrower, ids);
    ids.add(loan.id);
  }
}

/** Payments are read by date; a payment's own number settles the order within a day. */
export function paymentKey(payment: Payment): string {
  return `${payment.paidOn}/${payment.id}`;
}

const NONE = new SortedKeys();
const BORROWER = 'b';
const LOAN = 'l';

function fileAfter(
  entry: Exclude<Entry, { kind: 'borrower' }>,
  before: LoanFile | undefined,
): LoanFile {
  if (entry.kind === 'loan') {
    const payments = new Map(entry.payments.map((payment) => [payment.id, payment]));
    const paymentKeys = new SortedKeys(entry.payments.map(paymentKey));
    return { loan: entry.loan, importedAs: entry.importedAs, payments, paymentKeys };
  }
  const payments = new Map(before?.payments).set(entry.payment.id, entry.payment);
  const paymentKeys = new SortedKeys([...payments.values()].map(paymentKey));
  return { loan: entry.loan, importedAs: before?.importedAs ?? null, payments, paymentKeys };
}
