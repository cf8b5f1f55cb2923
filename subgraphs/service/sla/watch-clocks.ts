import type { Logger } from 'pino';
import type { Clock } from '../../kit/clock.ts';
import { startWatch, type Watch } from '../../kit/start-watch.ts';

interface WatchOptions {
  /** Tells what is to be told by an instant; answers how many cases it looked at. */
  readonly tellAlerts: (now: Date) => Promise<number>;
  /** Events wait in the outbox. */
  readonly kick: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * A move is timed before it is written, so one that was in time may be written a moment after its clock ran
 * out. The watch is that far behind, and does not call late what it would see to be in time.
 */
const BEHIND_MS = 1_000;

const IDLE_MS = 1_000;

/** Looks at the clocks whose time has come. */
export function watchClocks(options: WatchOptions): Watch {
  return startWatch(() => look(options));
}

/** Answers the pause until the next look. Whatever goes wrong is tried again after it: nothing was told, and nothing is forgotten. */
async function look({ tellAlerts, kick, clock, log }: WatchOptions): Promise<number> {
  try {
    const looked = await tellAlerts(new Date(clock().getTime() - BEHIND_MS));
    if (looked > 0) kick();
    return looked > 0 ? 0 : IDLE_MS;
  } catch (error) {
    log.warn({ err: error }, 'SLA clocks could not be looked at; they are looked at again');
    return IDLE_MS;
  }
}
