import { sql, type Transaction } from 'kysely';
import type { ServiceTables } from '../tables.ts';

/** Keeps others from adding a version under a name, which may have no row yet, until the transaction ends. */
export async function lockName(
  transaction: Transaction<ServiceTables>,
  table: 'qa_form' | 'macro',
  name: string,
): Promise<void> {
  const key = `service.${table} ${name}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
}
