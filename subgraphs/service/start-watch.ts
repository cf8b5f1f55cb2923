/** Looks again and again for what has come up, until it is stopped. */
export interface Watch {
  /** Settles when the look under way is done. */
  stop(): Promise<void>;
}

const IDLE_MS = 1_000;

/** `look` answers how much it found; after a look that found nothing there is a pause. It never throws. */
export function startWatch(look: () => Promise<number>): Watch {
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      // Stopping may come while it looks.
      if (stopped) wake();
    });
  const run = async () => {
    while (!stopped) {
      if ((await look()) === 0) await pause();
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
