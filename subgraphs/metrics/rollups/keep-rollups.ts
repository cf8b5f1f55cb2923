import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { startWatch, type Watch } from '../../kit/start-watch.ts';
import type { MetricsTables } from '../tables.ts';
import { refreshRollups } from './refresh-rollups.ts';

/** Long enough that a day on which events stream in is not summed anew for each of them. */
const PAUSE_MS = 5_000;

/** Where many days change again and again, as during an import, sums take no more than a tenth of the time. */
const PAUSES_A_LOOK = 9;
const LONGEST_PAUSE_MS = 300_000;

/** Sums anew, now and then, what changed facts put out of date, until it is stopped. */
export function keepRollups(database: Kysely<MetricsTables>, log: Logger): Watch {
  let stopped = false;
  const look = async () => {
    const began = performance.now();
    await refreshRollups(database, () => !stopped).catch((error: unknown) => {
      // Answers come from the facts meanwhile.
      log.warn({ err: error }, 'Sums of KPIs could not be refreshed; it is tried again');
    });
    return pauseAfter(performance.now() - began);
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

/** How long to wait after sums that took so long, both in milliseconds. */
export function pauseAfter(tookMs: number): number {
  return Math.min(Math.max(PAUSE_MS, PAUSES_A_LOOK * tookMs), LONGEST_PAUSE_MS);
}
