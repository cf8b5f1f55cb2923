import { createPresence } from './presence.ts';

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
  const running = createPresence();
  let phase: 'loading' | 'ready' | 'draining' = 'loading';
  return {
    isReady: () => phase === 'ready',
    isDraining: () => phase === 'draining',
    becomeReady: () => {
      if (phase === 'loading') phase = 'ready';
    },
    begin: () => running.enter(),
    end: () => running.leave(),
    async drain(timeoutMs) {
      phase = 'draining';
      await running.whenEmpty(timeoutMs);
      return { unfinished: running.count };
    },
  };
}
