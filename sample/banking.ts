import { addMonths, contactTime, DAY, dayText, timeText, YEAR } from './calendar.ts';
import type { AccountRow, BankingRecords, CardRow, Money, TransactionRow } from './company.ts';
import { makeCustomerRow, type Habits } from './customer-rows.ts';
import type { Membership } from './memberships.ts';
import { money } from './money.ts';
import type { Random } from './random.ts';
import { BANK_BOOKINGS, EMPLOYERS } from './words/business.ts';

const HABITS: Habits = {
  identifierKnown: 0.97,
  birthDateKnown: 0.995,
  birthDateWrong: 0.006,
  emailKnown: 0.92,
  emailVerified: 0.75,
  misspelt: 0.01,
  outdated: 0.05,
  capitals: 0,
};

/** A year of the bank: customers, what they hold, and the bookings of their current accounts. */
export function makeBanking(
  random: Random,
  memberships: readonly Membership[],
  asOf: number,
): BankingRecords {
  const customers = memberships.map((membership) => ({
    ...makeCustomerRow(random, membership, HABITS),
    gender: membership.person.isWoman ? 'F' : 'M',
  }));
  const accounts = numbered(memberships.flatMap((one) => accountsOf(random, one, asOf)));
  return {
    customers,
    accounts: accounts.map(({ row }) => row),
    cards: accounts.flatMap((account) => cardsOf(random, account, asOf)),
    transactions: makeTransactions(random, accounts, asOf),
  };
}

/** An account and what its rows are made from. */
interface Account {
  readonly row: AccountRow;
  readonly openedAt: number;
  readonly membership: Membership;
}

type AccountDraft = Account & { readonly row: Omit<AccountRow, 'number'> };

function numbered(drafts: readonly AccountDraft[]): readonly Account[] {
  return drafts.map((draft, index) => ({
    ...draft,
    row: { ...draft.row, number: `40${String(index + 1).padStart(8, '0')}` },
  }));
}

function accountsOf(random: Random, membership: Membership, asOf: number): readonly AccountDraft[] {
  const kinds: readonly AccountRow['kind'][] = [
    'CHECKING',
    ...(random.chance(0.45) ? (['SAVINGS'] as const) : []),
    ...(random.chance(0.35) ? (['CREDIT_CARD'] as const) : []),
    ...(random.chance(0.08) ? (['DEPOSIT'] as const) : []),
  ];
  return kinds.map((kind, index) => {
    const { joinedAt } = membership;
    const openedAt =
      index === 0
        ? joinedAt
        : joinedAt + Math.floor((random.next() * (asOf - joinedAt)) / DAY) * DAY;
    return { membership, openedAt, row: accountRow(random, { membership, kind, openedAt }, asOf) };
  });
}

function accountRow(
  random: Random,
  {
    membership,
    kind,
    openedAt,
  }: { membership: Membership; kind: AccountRow['kind']; openedAt: number },
  asOf: number,
): AccountRow {
  const isClosed = openedAt < asOf - 90 * DAY && random.chance(kind === 'CHECKING' ? 0.03 : 0.08);
  const closedAt = openedAt + Math.max(60 * DAY, random.next() * (asOf - openedAt));
  const status = isClosed ? 'CLOSED' : random.chance(0.01) ? 'BLOCKED' : 'OPEN';
  return {
    number: '',
    holderLocalId: membership.localId,
    kind,
    status,
    openedOn: dayText(openedAt),
    ...(isClosed ? { closedOn: dayText(Math.min(closedAt, asOf - DAY)) } : {}),
    balance: isClosed ? money(0, membership.person.country) : balanceOf(random, membership, kind),
  };
}

const MEDIAN_BALANCES: Readonly<Record<AccountRow['kind'], number>> = {
  CHECKING: 2_400,
  SAVINGS: 7_500,
  CREDIT_CARD: -850,
  DEPOSIT: 15_000,
};

function balanceOf(random: Random, { person }: Membership, kind: AccountRow['kind']): Money {
  const overdrawn = kind === 'CHECKING' && random.chance(0.05);
  const dollars = random.skewed(MEDIAN_BALANCES[kind], 0.9);
  return money(overdrawn ? -dollars / 10 : dollars, person.country);
}

function cardsOf(random: Random, { row, openedAt }: Account, asOf: number): readonly CardRow[] {
  if (row.kind !== 'CHECKING' && row.kind !== 'CREDIT_CARD') return [];
  const age = Math.floor((asOf - openedAt) / (4 * YEAR));
  const issuedAt = openedAt + age * 4 * YEAR;
  const expiresOn = dayText(addMonths(issuedAt, 48));
  const status = row.status !== 'OPEN' || random.chance(0.02) ? 'BLOCKED' : 'ACTIVE';
  return [
    {
      id: `K${row.number}`,
      accountNumber: row.number,
      lastFour: String(random.between(0, 9_999)).padStart(4, '0'),
      network: random.weighted({
        VISA: 55,
        MASTERCARD: 38,
        AMEX: row.kind === 'CREDIT_CARD' ? 12 : 0,
      }),
      status: expiresOn <= dayText(asOf) ? 'EXPIRED' : status,
      expiresOn,
    },
  ];
}

/** Bookings of the year: pay once a month in some months, and the rest of life in between. */
function makeTransactions(
  random: Random,
  accounts: readonly Account[],
  asOf: number,
): readonly TransactionRow[] {
  const rows = accounts
    .filter(({ row }) => row.kind === 'CHECKING' && row.status !== 'CLOSED')
    .flatMap((account) => transactionsOf(random, account, asOf));
  return rows
    .sort((left, right) => (left.bookedAt < right.bookedAt ? -1 : 1))
    .map((row, index) => ({ ...row, id: `T${String(index + 1).padStart(9, '0')}` }));
}

function transactionsOf(random: Random, account: Account, asOf: number): readonly TransactionRow[] {
  const { row, membership } = account;
  const from = Math.max(account.openedAt, asOf - YEAR);
  const count = Math.round((Math.min(20, 9 * membership.activity) * (asOf - from)) / YEAR);
  const employer = random.pick(EMPLOYERS);
  return Array.from({ length: count }, () => {
    const isPay = random.chance(0.25);
    const booking = random.pick(BANK_BOOKINGS);
    const dollars = isPay ? random.skewed(2_900, 0.35) : -random.skewed(booking.dollars, 0.6);
    return {
      id: '',
      accountNumber: row.number,
      bookedAt: timeText(contactTime(random, from, asOf)),
      amount: money(dollars, membership.person.country).amount,
      counterparty: isPay ? employer : random.pick(booking.counterparties),
      purpose: isPay ? 'Salary' : booking.purpose,
    };
  });
}
