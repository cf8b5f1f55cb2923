import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { startWatch, type Watch } from '../../kit/start-watch.ts';
import type { MetricsTables } from '../tables.ts';
import { refreshRollups } from './refresh-rollups.ts';

/** Long enough that a day on which events stream in is not summed anew for each of them. */
const PAUSE_MS = 5_000;

/** Sums anew, now and then, what changed facts put out of date, until it is stopped. */
export function keepRollups(database: Kysely<MetricsTables>, log: Logger): Watch {
  let stopped = false;
  const look = async () => {
    await refreshRollups(database, () => !stopped).catch((error: unknown) => {
      // Answers come from the facts meanwhile.
      log.warn({ err: error }, 'Sums of KPIs could not be refreshed; it is tried again');
    });
    return PAUSE_MS;
  };
  const watch = startWatch(look, PAUSE_MS);
  return {
    kick: () => watch.kick(),
    stop() {
      stopped = true;
      return watch.stop();
    },
  };
}
