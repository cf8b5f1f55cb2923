import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AnyDomainEvent } from '../../schema/events.ts';
import type { Clock } from '../kit/clock.ts';
import { onlyNew } from '../kit/consume-once.ts';
import type { Linkers } from './stewards/match-models.ts';
import type { Submission } from './recording/read-submission.ts';
import { recordCustomers, type SubmissionResult } from './recording/record-customers.ts';
import type { CustomerTables } from './tables.ts';

/** What recording needs. */
export interface CustomerServices {
  readonly database: Kysely<CustomerTables>;
  readonly linkers: Linkers;
  readonly clock: Clock;
  readonly log: Logger;
  kick(): void;
}

/** Records of one transaction: enough to make statements cheap, few enough to keep the lock short. */
const RECORDS_A_TRANSACTION = 500;

/**
 * Takes a division's records. Each 500 are one transaction: when the process dies in between, sending the
 * same records again finishes the work, since what is done is unchanged.
 */
export async function submitCustomerRecords(
  services: CustomerServices,
  submissions: readonly Submission[],
): Promise<readonly SubmissionResult[]> {
  const results: SubmissionResult[] = [];
  for (let start = 0; start < submissions.length; start += RECORDS_A_TRANSACTION) {
    const batch = submissions.slice(start, start + RECORDS_A_TRANSACTION);
    const done = await services.database
      .transaction()
      .execute((transaction) => recordCustomers(transaction, batch, services));
    results.push(...done);
  }
  services.kick();
  return results;
}

/**
 * Takes the records that divisions told of in events, each event once. A record that cannot be kept is logged
 * and passed over: coming again would not make it better, and the ones behind it wait.
 */
export async function takeRecordedEvents(
  services: CustomerServices,
  events: readonly AnyDomainEvent[],
): Promise<void> {
  const results = await services.database.transaction().execute(async (transaction) => {
    const fresh = await onlyNew(transaction, events);
    return recordCustomers(transaction, fresh.flatMap(submissionOf), services);
  });
  for (const { localId, faults } of results.filter(({ outcome }) => outcome === 'REJECTED')) {
    services.log.warn({ localId, faults }, 'customer record rejected');
  }
  services.kick();
}

function submissionOf(event: AnyDomainEvent): readonly Submission[] {
  if (event.type !== 'customer.recorded') return [];
  const { division, localId, record } = event.payload;
  return [{ division, record: { ...record, localId } }];
}
