import type { Kysely } from 'kysely';
import { validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { tellReferral } from '../contact-events.ts';
import type { Referral, ReferralOutcome } from '../model.ts';
import type { ServiceTables } from '../tables.ts';
import { referralOfRow } from './rows.ts';

export interface Settlement {
  readonly id: string;
  readonly outcome: Exclude<ReferralOutcome, 'PENDING'>;
  /** The only division whose customers' referrals the caller settles; null for all. */
  readonly division: string | null;
}

/**
 * Decides a pending referral, once; the same outcome again changes nothing. Throws REFERRAL_NOT_FOUND and, for another
 * outcome than it has, REFERRAL_SETTLED.
 */
export function settleReferral(
  database: Kysely<ServiceTables>,
  { id, outcome, division }: Settlement,
): Promise<Referral> {
  return database.transaction().execute(async (transaction) => {
    const rows = transaction.selectFrom('referral').selectAll().forUpdate();
    const row = isUuid(id) ? await rows.where('id', '=', id).executeTakeFirst() : undefined;
    if (row === undefined || (division !== null && row.referrer_division !== division)) {
      const message = `Argument "id" must name a referral, but got: ${JSON.stringify(id)}.`;
      throw new DomainError('REFERRAL_NOT_FOUND', message);
    }
    const before = referralOfRow(row);
    if (before.outcome === outcome) return before;
    if (before.outcome !== 'PENDING') {
      const message = `Referral ${before.id} must be PENDING to be settled, but is: ${before.outcome}.`;
      throw new DomainError('REFERRAL_SETTLED', message);
    }
    const settled: Referral = { ...before, outcome };
    await transaction
      .updateTable('referral')
      .set({ outcome })
      .where('id', '=', settled.id)
      .execute();
    // Told again at its own time: whoever counts referrals by day has it in the place of what was told before.
    await appendEvents(transaction, [tellReferral(settled)]);
    return settled;
  });
}
