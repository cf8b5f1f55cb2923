import type { Logger } from 'pino';
import type { Clock } from '../../kit/clock.ts';
import { startWatch, type Watch } from '../../kit/start-watch.ts';

interface WatchOptions {
  /** Gives out cases as of an instant; answers how many. */
  readonly routeCases: (now: Date) => Promise<number>;
  /** Events wait in the outbox. */
  readonly kick: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const IDLE_MS = 1_000;

/** Gives the cases of PUSH teams to whoever is there for them. */
export function watchQueues(options: WatchOptions): Watch {
  return startWatch(() => look(options));
}

/** Answers the pause until the next look. Whatever goes wrong is tried again after it: no case was given out, and none leaves its queue. */
async function look({ routeCases, kick, clock, log }: WatchOptions): Promise<number> {
  try {
    const given = await routeCases(clock());
    if (given > 0) kick();
    return given > 0 ? 0 : IDLE_MS;
  } catch (error) {
    log.warn({ err: error }, 'Cases could not be given out; it is tried again');
    return IDLE_MS;
  }
}
