import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { excludedOf } from '../../kit/excluded-of.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { accountEvents } from '../account-events.ts';
import type { AccountRow, BankingTables } from '../model.ts';
import { slices } from './batch.ts';
import type { Candidate, CheckedRows, Outcome } from './batch.ts';
import type { ImportedAccount } from './read-rows.ts';

const REPLACED = [
  'holder_local_id',
  'kind',
  'status',
  'opened_on',
  'closed_on',
  'balance',
  'currency',
  'import_digest',
];

/** Takes accounts that are new or came with other content than before. */
export async function putAccounts(
  transaction: Transaction<BankingTables>,
  checked: CheckedRows<ImportedAccount>,
  now: Date,
): Promise<Outcome> {
  let accepted = 0;
  for (const slice of slices(checked.candidates)) {
    const known = await accountsByNumber(
      transaction,
      slice.map((candidate) => candidate.key),
    );
    const changed = slice.filter(({ key, digest }) => known.get(key)?.import_digest !== digest);
    if (changed.length === 0) continue;
    const stored = await upsert(transaction, changed);
    await appendEvents(
      transaction,
      stored.flatMap((account) => accountEvents(known.get(account.number), account, now)),
    );
    accepted += changed.length;
  }
  const unchanged = checked.candidates.length - accepted + checked.repeated;
  return { accepted, unchanged, rejections: checked.rejections };
}

/** Locks what it finds: a closing under way is waited for. */
export async function accountsByNumber(
  transaction: Transaction<BankingTables>,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, AccountRow>> {
  if (numbers.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('account')
    .selectAll()
    .where('number', 'in', [...new Set(numbers)])
    .orderBy('number')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.number, row]));
}

function upsert(
  transaction: Transaction<BankingTables>,
  candidates: readonly Candidate<ImportedAccount>[],
): Promise<AccountRow[]> {
  return transaction
    .insertInto('account')
    .values(
      candidates.map(({ row, digest }) => ({
        ...row,
        id: uuidv7(),
        request_id: null,
        import_digest: digest,
      })),
    )
    .onConflict((conflict) => conflict.column('number').doUpdateSet(excludedOf(REPLACED)))
    .returningAll()
    .execute();
}
