/** Where a gateway is in its life, and how many requests hold it there. */
export interface Lifecycle {
  /** A supergraph is loaded and no end is near. */
  isReady(): boolean;
  isDraining(): boolean;
  becomeReady(): void;
  begin(): void;
  end(): void;
  /** From now on new requests are refused; resolves when the running ones are done or time is up. */
  drain(timeoutMs: number): Promise<{ readonly unfinished: number }>;
}

export function createLifecycle(): Lifecycle {
  let phase: 'loading' | 'ready' | 'draining' = 'loading';
  let running = 0;
  let whenIdle: (() => void) | null = null;
  return {
    isReady: () => phase === 'ready',
    isDraining: () => phase === 'draining',
    becomeReady: () => {
      if (phase === 'loading') phase = 'ready';
    },
    begin: () => {
      running += 1;
    },
    end: () => {
      running -= 1;
      if (running === 0) whenIdle?.();
    },
    async drain(timeoutMs) {
      phase = 'draining';
      if (running > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          whenIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return { unfinished: running };
    },
  };
}
