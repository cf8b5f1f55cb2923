import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../kit/clock.ts';
import type { GovernanceTables } from '../tables.ts';
import { applyRetention } from './apply-retention.ts';
import type { RetentionPolicy } from './retention.ts';

const HOUR_MS = 3_600_000;

/** Applies the policy now and every hour. Returns what ends that, once what is under way is done. */
export function keepRetention(
  database: Kysely<GovernanceTables>,
  policy: RetentionPolicy,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): () => Promise<void> {
  if (policy.size === 0) return () => Promise.resolve();
  let underWay = Promise.resolve();
  const apply = (): void => {
    underWay = underWay.then(async () => {
      try {
        const expired = await applyRetention(database, policy, clock());
        if (expired > 0) log.info({ expired }, 'entries of the read ledger are no longer kept');
      } catch (error) {
        log.error(error, 'the retention of the read ledger could not be applied');
      }
    });
  };
  apply();
  const timer = setInterval(apply, HOUR_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}
