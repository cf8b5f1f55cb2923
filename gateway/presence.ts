/** Counts who is in, and tells when the last one has left. */
export interface Presence {
  readonly count: number;
  enter(): void;
  leave(): void;
  /** Settles when nobody is in, or when the time is up. */
  whenEmpty(timeoutMs: number): Promise<void>;
}

export function createPresence(): Presence {
  let count = 0;
  let onEmpty: (() => void) | null = null;
  return {
    get count() {
      return count;
    },
    enter: () => {
      count += 1;
    },
    leave: () => {
      count -= 1;
      if (count === 0) onEmpty?.();
    },
    async whenEmpty(timeoutMs) {
      if (count === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        onEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
