import { sql } from 'kysely';
import { DomainError } from '../../kit/domain-error.ts';
import type { BankingChanges } from '../account-changes.ts';
import { checkRows, checkVersionedRows } from './batch.ts';
import type { Outcome, Rejection } from './batch.ts';
import { putAccounts } from './put-accounts.ts';
import { putCustomers } from './put-customers.ts';
import { putCards, putTransactions } from './put-on-accounts.ts';
import { readAccount, readCard, readCustomer, readTransaction } from './read-rows.ts';
import type { InputRow } from './row-reader.ts';

/** Rows as another system exports them. Each list may be missing. */
export interface BankingRecords {
  readonly customers?: readonly InputRow[] | null;
  readonly accounts?: readonly InputRow[] | null;
  readonly cards?: readonly InputRow[] | null;
  readonly transactions?: readonly InputRow[] | null;
}

export interface ImportResult {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
}

/** A larger batch would hold its one transaction open too long for everybody else. */
const MAX_ROWS = 5_000;

/** Any number that no other lock of this database uses: imports wait for one another. */
const IMPORT_LOCK = 7_201_001;

/**
 * Takes a batch in one transaction: customers, then accounts, then cards and transactions, so that a batch
 * may name what it brings itself. A row that is wrong is rejected with its reasons; the others are taken.
 */
export async function importRecords(
  { database, clock }: BankingChanges,
  records: BankingRecords,
): Promise<ImportResult> {
  refuseTooMany(records);
  const customers = checkVersionedRows(
    'customers',
    records.customers ?? [],
    'localId',
    readCustomer,
  );
  const accounts = checkRows('accounts', records.accounts ?? [], 'number', readAccount);
  const cards = checkRows('cards', records.cards ?? [], 'id', readCard);
  const transactions = checkRows('transactions', records.transactions ?? [], 'id', readTransaction);
  const now = clock();
  const outcomes = await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${IMPORT_LOCK})`.execute(transaction);
    return [
      await putCustomers(transaction, customers, now),
      await putAccounts(transaction, accounts, now),
      await putCards(transaction, cards),
      await putTransactions(transaction, transactions),
    ];
  });
  return summaryOf(outcomes);
}

function summaryOf(outcomes: readonly Outcome[]): ImportResult {
  const rejections = outcomes.flatMap((outcome) =>
    [...outcome.rejections].sort((left, right) => left.index - right.index),
  );
  return {
    accepted: outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0),
    unchanged: outcomes.reduce((sum, outcome) => sum + outcome.unchanged, 0),
    rejected: rejections.length,
    rejections,
  };
}

function refuseTooMany(records: BankingRecords): void {
  const lists = [records.customers, records.accounts, records.cards, records.transactions];
  const rows = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  if (rows <= MAX_ROWS) return;
  throw new DomainError(
    'BAD_USER_INPUT',
    `Argument "input" must hold at most ${MAX_ROWS} rows, but got: ${rows}.`,
  );
}
