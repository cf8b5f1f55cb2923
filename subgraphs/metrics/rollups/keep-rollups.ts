import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { MetricsTables } from '../tables.ts';
import { refreshRollups } from './refresh-rollups.ts';

/** Sums anew, now and then, what changed facts put out of date, until it is stopped. */
export interface RollupKeeper {
  /** Settles when the step under way is done. */
  stop(): Promise<void>;
}

/** Long enough that a day on which events stream in is not summed anew for each of them. */
const PAUSE_MS = 5_000;

export function keepRollups(database: Kysely<MetricsTables>, log: Logger): RollupKeeper {
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      // Stopping may come while it works.
      if (stopped) wake();
    });
  const run = async () => {
    while (!stopped) {
      await pause();
      await refreshRollups(database, () => !stopped).catch((error: unknown) => {
        // Answers come from the facts meanwhile.
        log.warn({ err: error }, 'Sums of KPIs could not be refreshed; it is tried again');
      });
    }
  };
  const finished = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await finished;
    },
  };
}
