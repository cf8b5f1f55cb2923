import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { excludedOf } from '../../kit/excluded-of.ts';
import type { AccountRow, BankingTables, CardRow, TransactionRow } from '../model.ts';
import { rejection, slices } from './batch.ts';
import type { Candidate, CheckedRows, Outcome, Rejection } from './batch.ts';
import { accountsByNumber } from './put-accounts.ts';
import { amountFault } from './read-rows.ts';
import type { ImportedCard, ImportedTransaction } from './read-rows.ts';

/** Takes cards of known accounts that are new or came with other content than before. */
export function putCards(
  transaction: Transaction<BankingTables>,
  checked: CheckedRows<ImportedCard>,
): Promise<Outcome> {
  return putOnAccounts({ list: 'cards', table: 'card' }, transaction, checked, {
    fault: () => null,
    async store(placed) {
      const rows = placed.map((entry) => cardRow(entry));
      await transaction
        .insertInto('card')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('number').doUpdateSet(excludedOf(columnsOf(rows))),
        )
        .execute();
    },
  });
}

/** As `putCards`, for transactions; the amount must fit the currency of the account. */
export function putTransactions(
  transaction: Transaction<BankingTables>,
  checked: CheckedRows<ImportedTransaction>,
): Promise<Outcome> {
  return putOnAccounts({ list: 'transactions', table: 'transaction' }, transaction, checked, {
    fault: (row, account) => amountFault(row.amount, account.currency),
    async store(placed) {
      const rows = placed.map((entry) => transactionRow(entry));
      await transaction
        .insertInto('transaction')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('number').doUpdateSet(excludedOf(columnsOf(rows))),
        )
        .execute();
    },
  });
}

interface Placed<Row> extends Candidate<Row> {
  readonly account: AccountRow;
}

interface Steps<Row> {
  /** Why this row cannot be on that account, or null. */
  fault(row: Row, account: AccountRow): string | null;
  store(placed: readonly Placed<Row>[]): Promise<void>;
}

async function putOnAccounts<Row extends { readonly accountNumber: string }>(
  target: { readonly list: string; readonly table: 'card' | 'transaction' },
  transaction: Transaction<BankingTables>,
  checked: CheckedRows<Row>,
  steps: Steps<Row>,
): Promise<Outcome> {
  const rejections: Rejection[] = [...checked.rejections];
  let [accepted, unchanged] = [0, checked.repeated];
  for (const slice of slices(checked.candidates)) {
    const numbers = slice.map((candidate) => candidate.row.accountNumber);
    const accounts = await accountsByNumber(transaction, numbers);
    const digests = await knownDigests(transaction, target.table, slice);
    const placed: Placed<Row>[] = [];
    for (const candidate of slice) {
      const account = accounts.get(candidate.row.accountNumber);
      const fault =
        account === undefined ? unknownAccount(candidate.row) : steps.fault(candidate.row, account);
      if (fault !== null) rejections.push(rejection(target.list, candidate, fault));
      else if (digests.get(candidate.key) === candidate.digest) unchanged += 1;
      else if (account !== undefined) placed.push({ ...candidate, account });
    }
    if (placed.length > 0) await steps.store(placed);
    accepted += placed.length;
  }
  return { accepted, unchanged, rejections };
}

async function knownDigests(
  transaction: Transaction<BankingTables>,
  table: 'card' | 'transaction',
  candidates: readonly Candidate<unknown>[],
): Promise<ReadonlyMap<string, string | null>> {
  const numbers = candidates.map((candidate) => candidate.key);
  const rows = await transaction
    .selectFrom(table)
    .select(['number', 'import_digest'])
    .where('number', 'in', numbers)
    .execute();
  return new Map(rows.map((row) => [row.number, row.import_digest]));
}

function unknownAccount(row: { readonly accountNumber: string }): string {
  return `Field "accountNumber" must be the number of a known account, but got: "${row.accountNumber}".`;
}

function cardRow({ row, digest, account }: Placed<ImportedCard>): CardRow {
  const { accountNumber: _, ...card } = row;
  return {
    ...card,
    id: uuidv7(),
    account_id: account.id,
    blocked_reason: null,
    import_digest: digest,
  };
}

function transactionRow({ row, digest, account }: Placed<ImportedTransaction>): TransactionRow {
  const { accountNumber: _, ...booking } = row;
  return {
    ...booking,
    id: uuidv7(),
    account_id: account.id,
    currency: account.currency,
    import_digest: digest,
  };
}

/** Everything but what names the row: an id that was given out stays. */
function columnsOf(rows: readonly object[]): readonly string[] {
  return Object.keys(rows[0] ?? {}).filter((column) => column !== 'id' && column !== 'number');
}
