import { sql, type Transaction } from 'kysely';
import type { CustomerTables } from '../tables.ts';

/**
 * One transaction records or links at a time. Linking reads what another one may be writing, anywhere among
 * the records that are connected with it, so locks on rows would have to be taken in an order that nobody
 * knows beforehand; one lock at the beginning cannot deadlock.
 */
export async function lockRecording(transaction: Transaction<CustomerTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('customers.recording', 0))`.execute(
    transaction,
  );
}

/** For those who only judge pairs: many at once, but none while somebody records. */
export async function lockJudging(transaction: Transaction<CustomerTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('customers.recording', 0))`.execute(
    transaction,
  );
}
