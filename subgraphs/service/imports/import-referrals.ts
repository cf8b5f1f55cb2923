import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { tellReferral } from '../contact-events.ts';
import type { Referral } from '../model.ts';
import { referralRow } from '../store/contact-writer.ts';
import { insertUnknown } from '../store/insert-unknown.ts';
import { refOf } from '../store/rows.ts';
import type { ServiceTables } from '../tables.ts';
import { firstTextFault } from '../text-checks.ts';
import type { ImportKind, Taken } from './import-batch.ts';
import type { ReferralRecord } from './import-records.ts';

export const referralImport: ImportKind<ReferralRecord> = Object.freeze({
  name: 'referral',
  reasonAgainst,
  write,
});

function reasonAgainst(record: ReferralRecord): string | null {
  const { referrerLocalId, referredLocalId } = record;
  if (referrerLocalId === referredLocalId) {
    return `"referredLocalId" must be somebody else than the referrer, but is: ${referrerLocalId}.`;
  }
  return firstTextFault([
    ['externalId', record.externalId, 'name'],
    ['division', record.division, 'name'],
    ['referrerLocalId', referrerLocalId, 'name'],
    ['referredLocalId', referredLocalId, 'name'],
  ]);
}

async function write(
  transaction: Transaction<ServiceTables>,
  records: readonly ReferralRecord[],
): Promise<readonly Taken<ReferralRecord>[]> {
  const drafts = records.map((record) => ({ record, referral: referralOf(record) }));
  const rows = drafts.map(({ record, referral }) => ({
    ...referralRow(referral),
    external_id: record.externalId,
  }));
  const inserted = await insertUnknown(transaction, 'referral', rows);
  return drafts
    .filter(({ referral }) => inserted.has(referral.id))
    .map(({ record, referral }) => ({ record, faults: [], events: [tellReferral(referral)] }));
}

function referralOf(record: ReferralRecord): Referral {
  const { division } = record;
  return {
    id: uuidv7(),
    at: record.at,
    division,
    outcome: record.outcome ?? 'PENDING',
    referrer: { division, localId: record.referrerLocalId },
    referred: refOf(division, record.referredLocalId ?? null),
  };
}
