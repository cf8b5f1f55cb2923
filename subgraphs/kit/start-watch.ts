/** Looks again and again for what has come up, until it is stopped. */
export interface Watch {
  /** Ends the pause, or makes the next one end at once. */
  kick(): void;
  /** Settles when the look under way is done. */
  stop(): Promise<void>;
}

/**
 * `look` answers how long to pause before the next look, in milliseconds; with 0 it follows at once. It never
 * throws. Before the first there is a pause of `firstPauseMs`.
 */
export function startWatch(look: () => Promise<number>, firstPauseMs = 0): Watch {
  let stopped = false;
  let kicked = false;
  let wake: () => void = () => undefined;
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      // Either may come while it looks.
      if (kicked || stopped) wake();
    });
  const run = async () => {
    if (firstPauseMs > 0) await pause(firstPauseMs);
    while (!stopped) {
      kicked = false;
      const milliseconds = await look();
      if (milliseconds > 0) await pause(milliseconds);
    }
  };
  const finished = run();
  return {
    kick() {
      kicked = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await finished;
    },
  };
}
