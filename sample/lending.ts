import { addMonths, DAY, dayText, YEAR } from './calendar.ts';
import type { LendingRecords, LoanRow, PaymentRow } from './company.ts';
import { makeCustomerRow, type Habits } from './customer-rows.ts';
import type { Membership } from './memberships.ts';
import { centsText } from './money.ts';
import type { Random } from './random.ts';
import { LOAN_PURPOSES } from './words/business.ts';

const HABITS: Habits = {
  identifierKnown: 0.95,
  birthDateKnown: 0.99,
  birthDateWrong: 0.01,
  emailKnown: 0.85,
  emailVerified: 0.55,
  misspelt: 0.02,
  outdated: 0.12,
  capitals: 0,
};

/** Borrowers and their loans, with the payments of the last year. */
export function makeLending(
  random: Random,
  memberships: readonly Membership[],
  asOf: number,
): LendingRecords {
  const borrowers = memberships.map((membership) =>
    nameAsOne(random, makeCustomerRow(random, membership, HABITS)),
  );
  const loans = memberships.flatMap((membership) => {
    const count = 1 + (random.chance(0.18) ? 1 : 0);
    return Array.from({ length: count }, () => loanOf(random, membership, asOf));
  });
  return { borrowers, loans: loans.map(numbered) };
}

/** Some branches have one field for a name. */
function nameAsOne(
  random: Random,
  row: ReturnType<typeof makeCustomerRow>,
): LendingRecords['borrowers'][number] {
  if (!random.chance(0.08)) return row;
  const { givenName, additionalName, familyName, ...rest } = row;
  const parts = [givenName, additionalName, familyName].filter((part) => part !== undefined);
  return { ...rest, fullName: parts.join(' ') };
}

function numbered(loan: LoanRow, index: number): LoanRow {
  const id = `LN-${String(index + 1).padStart(6, '0')}`;
  const payments = loan.payments.map((payment) => ({ ...payment, id: `${id}-${payment.id}` }));
  return { ...loan, id, payments };
}

type Purpose = keyof typeof LOAN_PURPOSES;

// `Object.fromEntries` widens the keys that the table has.
const SHARES = Object.fromEntries(
  Object.entries(LOAN_PURPOSES).map(([name, { share }]) => [name, share]),
) as Record<Purpose, number>;

function loanOf(random: Random, membership: Membership, asOf: number): LoanRow {
  const purpose = random.weighted(SHARES);
  const terms = LOAN_PURPOSES[purpose];
  const [lowest = 0, highest = 0] = terms.rates;
  const rate = lowest + (highest - lowest) * random.next();
  const { country } = membership.person;
  const principal = Math.round(random.skewed(terms.dollars, 0.4) / country.worth / 100) * 100;
  const draft = {
    id: '',
    borrowerLocalId: membership.localId,
    purpose,
    principal: { amount: principal.toFixed(2), currency: country.currency },
    termMonths: random.pick(terms.months),
  };
  if (random.chance(0.09)) {
    return { ...draft, status: random.chance(0.55) ? 'APPLIED' : 'REJECTED', payments: [] };
  }
  const interestRate = rate.toFixed(2);
  return {
    ...draft,
    interestRate,
    ...lifeOf(random, { ...draft, interestRate, membership }, asOf),
  };
}

interface Terms {
  readonly principal: LoanRow['principal'];
  readonly interestRate: string;
  readonly termMonths: number;
  readonly membership: Membership;
}

type Life = Pick<LoanRow, 'status' | 'startedOn' | 'outstanding' | 'payments'>;

/** Paid month by month since the start, until the end, an early end, or the month from which nothing came. */
function lifeOf(random: Random, terms: Terms, asOf: number): Life {
  const startedAt = pickStart(random, terms.membership, asOf);
  const due = monthsBetween(startedAt, asOf);
  const status = random.weighted({ ACTIVE: 86, REPAID: 8, IN_ARREARS: 4, DEFAULTED: 2 });
  const missed = status === 'IN_ARREARS' ? random.between(2, 4) : status === 'DEFAULTED' ? 8 : 0;
  const paid = Math.max(0, Math.min(due, terms.termMonths) - missed);
  const isOver = status === 'REPAID' || paid >= terms.termMonths;
  const schedule = instalments(terms, isOver ? Math.max(1, paid) : paid, isOver);
  return {
    // Nothing can be late before it was due.
    status: isOver ? 'REPAID' : due > missed ? status : 'ACTIVE',
    startedOn: dayText(startedAt),
    outstanding: { amount: centsText(schedule.owed), currency: terms.principal.currency },
    payments: schedule.cents.flatMap((cents, index) =>
      paymentOf(random, { startedAt, index, cents }, asOf),
    ),
  };
}

/** Any day since they came; loans of the example are of the last year, so that there are payments to show. */
function pickStart(random: Random, { person, joinedAt }: Membership, asOf: number): number {
  const [from, until] = person.isExample ? [asOf - YEAR, asOf - YEAR / 2] : [joinedAt, asOf - DAY];
  return Math.floor((from + random.next() * (until - from)) / DAY) * DAY;
}

/** Equal instalments; the last one of a loan that is over pays all that is left. In cents. */
function instalments(
  { principal, interestRate, termMonths }: Terms,
  count: number,
  isOver: boolean,
): { readonly cents: readonly number[]; readonly owed: number } {
  const monthly = Number(interestRate) / 1_200;
  let owed = Math.round(Number(principal.amount) * 100);
  const rate = Math.round((owed * monthly) / (1 - (1 + monthly) ** -termMonths));
  const cents: number[] = [];
  for (let month = 1; month <= count; month += 1) {
    const withInterest = owed + Math.round(owed * monthly);
    const paid = isOver && month === count ? withInterest : Math.min(rate, withInterest);
    cents.push(paid);
    owed = withInterest - paid;
  }
  return { cents, owed };
}

/** Only what was due in the last year has come over from the system before this one. */
function paymentOf(
  random: Random,
  { startedAt, index, cents }: { startedAt: number; index: number; cents: number },
  asOf: number,
): readonly PaymentRow[] {
  const dueAt = addMonths(startedAt, index + 1);
  if (dueAt < asOf - YEAR) return [];
  const paidAt = Math.min(dueAt + (random.chance(0.1) ? random.between(1, 9) * DAY : 0), asOf);
  const id = String(index + 1).padStart(3, '0');
  return [{ id, paidOn: dayText(paidAt), amount: centsText(cents) }];
}

function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)];
  const years = last.getUTCFullYear() - first.getUTCFullYear();
  const months = 12 * years + last.getUTCMonth() - first.getUTCMonth();
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
}
