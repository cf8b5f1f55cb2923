import { sql, type Transaction } from 'kysely';
import { excludedOf } from '../../kit/excluded-of.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { customerRecorded } from '../account-events.ts';
import type { BankCustomerRow, BankingTables } from '../model.ts';
import { rounds, slices } from './batch.ts';
import type { Candidate, CheckedRows, Outcome } from './batch.ts';

/** Takes customers whose version is higher than the one known, and tells the company of each. */
export async function putCustomers(
  transaction: Transaction<BankingTables>,
  checked: CheckedRows<BankCustomerRow>,
  now: Date,
): Promise<Outcome> {
  let accepted = 0;
  for (const slice of rounds(checked.candidates).flatMap((round) => slices(round))) {
    const taken = await upsert(transaction, slice);
    const rows = slice.map((candidate) => candidate.row).filter((row) => taken.has(row.local_id));
    await appendEvents(
      transaction,
      rows.map((row) => customerRecorded(row, now)),
    );
    accepted += rows.length;
  }
  return {
    accepted,
    unchanged: checked.candidates.length - accepted,
    rejections: checked.rejections,
  };
}

/** The customers that were new or older than what came. */
async function upsert(
  transaction: Transaction<BankingTables>,
  candidates: readonly Candidate<BankCustomerRow>[],
): Promise<ReadonlySet<string>> {
  const rows = candidates.map((candidate) => candidate.row);
  const taken = await transaction
    .insertInto('bank_customer')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('local_id')
        .doUpdateSet(excludedOf(Object.keys(rows[0] ?? {})))
        .where('bank_customer.version', '<', sql<string>`excluded.version`),
    )
    .returning('local_id')
    .execute();
  return new Set(taken.map((row) => row.local_id));
}
