import type { Logger } from 'pino';
import type { Clock } from '../../kit/clock.ts';
import { startWatch, type Watch } from '../start-watch.ts';

interface WatchOptions {
  /** Gives out cases as of an instant; answers how many. */
  readonly routeCases: (now: Date) => Promise<number>;
  /** Events wait in the outbox. */
  readonly kick: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Gives the cases of PUSH teams to whoever is there for them. */
export function watchQueues(options: WatchOptions): Watch {
  return startWatch(() => look(options));
}

/** Whatever goes wrong is tried again after a pause: no case was given out, and none leaves its queue. */
async function look({ routeCases, kick, clock, log }: WatchOptions): Promise<number> {
  try {
    const given = await routeCases(clock());
    if (given > 0) kick();
    return given;
  } catch (error) {
    log.warn({ err: error }, 'Cases could not be given out; it is tried again');
    return 0;
  }
}
