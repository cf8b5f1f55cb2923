import type { Transaction } from 'kysely';
import { PreparedStatement } from '../../kit/prepared-statement.ts';
import type { CustomerTables } from '../tables.ts';

/**
 * Recording and linking look few rows up in tables that may be huge, and what they ask is planned once: the plan
 * must be the one for huge tables also when it is made while they are empty.
 */
const PLANNING = `
  set local plan_cache_mode = force_generic_plan;
  set local enable_seqscan = off`;

const ALONE = lock('pg_advisory_xact_lock');
const WITH_OTHERS = lock('pg_advisory_xact_lock_shared');

/**
 * One transaction records or links at a time. Linking reads what another one may be writing, anywhere among
 * the records that are connected with it, so locks on rows would have to be taken in an order that nobody
 * knows beforehand; one lock at the beginning cannot deadlock.
 */
export async function lockRecording(transaction: Transaction<CustomerTables>): Promise<void> {
  await ALONE.executeWithNext(transaction);
}

/** For those who only judge pairs: many at once, but none while somebody records. */
export async function lockJudging(transaction: Transaction<CustomerTables>): Promise<void> {
  await WITH_OTHERS.executeWithNext(transaction);
}

function lock(how: string): PreparedStatement {
  const text = `${PLANNING}; select ${how}(hashtextextended('customers.recording', 0))`;
  return new PreparedStatement(text, 'writes');
}
