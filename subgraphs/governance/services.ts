import type { Kysely } from 'kysely';
import type { Clock } from '../kit/clock.ts';
import type { CustomerKeys } from './ledger/customer-keys.ts';
import type { GovernanceTables } from './tables.ts';

/** What the room keeps open while it runs. */
export interface GovernanceServices {
  readonly database: Kysely<GovernanceTables>;
  readonly keys: CustomerKeys;
  readonly clock: Clock;
  /** Ends what is done now and then. */
  readonly stop: () => Promise<void>;
}
