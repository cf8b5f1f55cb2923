import type { NewEvent } from '../kit/outbox.ts';
import { DIVISION, type Borrower, type Change, type Loan } from './model.ts';
import type { LendingTables } from './migrations.ts';

type FedLoan = LendingTables['fed_loan'];

/** What a batch of changes means for the company, and what is then known to have been told. */
export interface Told {
  readonly events: readonly NewEvent[];
  readonly fedLoans: readonly FedLoan[];
}

/** `before` holds what was told of these loans so far. Nothing is told twice. */
export function tell(changes: readonly Change[], before: ReadonlyMap<string, FedLoan>): Told {
  const fed = new Map<string, FedLoan>();
  const events = changes.flatMap(({ at, borrower, loan }) => {
    if (borrower !== null) return [customerRecorded(borrower, at)];
    if (loan === null) return [];
    const known = fed.get(loan.id) ?? before.get(loan.id);
    const now = fedLoanOf(loan);
    if (now !== null) fed.set(loan.id, now);
    return now === null ? [] : productEvents(known, now, { loan, at });
  });
  return { events, fedLoans: [...fed.values()] };
}

/** Null for a loan that is no product: not paid out, or nobody knows whose it is. */
function fedLoanOf({ id, borrower, status }: Loan): FedLoan | null {
  if (borrower === null || status === 'APPLIED' || status === 'REJECTED') return null;
  const state = status === 'REPAID' || status === 'DEFAULTED' ? 'closed' : 'open';
  return { loan_id: id, borrower, state };
}

/** A loan that another borrower takes over is opened again under theirs, as is one that was not over after all. */
function productEvents(
  known: FedLoan | undefined,
  now: FedLoan,
  { loan, at }: { readonly loan: Loan; readonly at: string },
): readonly NewEvent[] {
  const told = known?.borrower === now.borrower ? known.state : null;
  const payload = { division: DIVISION, localId: now.borrower, productId: loan.id, kind: 'LOAN' };
  const opened = told === null || (told === 'closed' && now.state === 'open');
  const closed = now.state === 'closed' && told !== 'closed';
  const openedAt = told === null ? startOf(loan.startedOn, at) : at;
  return [
    ...(opened ? [{ type: 'product.opened' as const, occurredAt: openedAt, payload }] : []),
    ...(closed
      ? [{ type: 'product.closed' as const, occurredAt: startOf(loan.closedOn, at), payload }]
      : []),
  ];
}

function startOf(day: string | null, otherwise: string): string {
  return day === null ? otherwise : `${day}T00:00:00.000Z`;
}

function customerRecorded(borrower: Borrower, at: string): NewEvent {
  const { localId } = borrower;
  const payload = { division: DIVISION, localId, record: customerRecord(borrower, at) };
  return { type: 'customer.recorded', occurredAt: at, payload };
}

/** The record as the central customer database takes it; what the division does not know is left out. */
function customerRecord(borrower: Borrower, at: string): Readonly<Record<string, unknown>> {
  const value = (name: string) => borrower[name] ?? undefined;
  const listOf = (key: string, more: object) => (value(key) === undefined ? undefined : [more]);
  const country = value('country');
  const name = known({
    full: value('fullName'),
    given: value('givenName'),
    additional: value('additionalName'),
    family: value('familyName'),
  });
  const address = known({
    streetAddress: value('streetAddress'),
    locality: value('locality'),
    region: value('region'),
    postalCode: value('postalCode'),
  });
  const scheme =
    value('nationalIdScheme') ?? (country === undefined ? 'NATIONAL' : nationalOf(country));
  return known({
    localId: borrower.localId,
    version: borrower.version,
    name: isEmpty(name) ? undefined : name,
    birthDate: value('birthDate'),
    country,
    identifiers: listOf('nationalId', { scheme, value: value('nationalId') }),
    emails: listOf('email', { address: value('email'), verified: value('emailVerified') ?? false }),
    phones: listOf('phone', { number: value('phone') }),
    // A country alone is no address.
    addresses: isEmpty(address) ? undefined : [known({ ...address, country })],
    observedAt: at,
  });
}

function nationalOf(country: unknown): string {
  return `${String(country)}-NATIONAL`;
}

function known(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}
