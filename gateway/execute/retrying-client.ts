import { setTimeout as wait } from 'node:timers/promises';

import type { TimedClient } from './subgraph-client.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';

interface RetrySettings {
  readonly retries: number;
  /** From 0 to 1, spreads those that failed together. */
  readonly random: () => number;
}

const FIRST_PAUSE_MS = 50;

/**
 * Sends a query again that met a closed door or a passing status, within the same time. A mutation is sent
 * once, because nobody knows whether a lost one was carried out.
 */
export function createRetryingClient(
  client: TimedClient,
  { retries, random }: RetrySettings,
): TimedClient {
  return {
    async send(call, context, endsAt) {
      const attempts = call.isMutation ? 1 : 1 + retries;
      for (let sent = 1; ; sent += 1) {
        try {
          return await client.send(call, context, endsAt);
        } catch (error) {
          const pauseMs = pauseAfter(sent, random);
          if (sent >= attempts || !isPassing(error)) throw error;
          if (performance.now() + pauseMs >= endsAt) throw error;
          await wait(pauseMs);
        }
      }
    },
  };
}

/** Half of it certain, half of it chance, twice as long each time. */
function pauseAfter(sent: number, random: () => number): number {
  return FIRST_PAUSE_MS * 2 ** (sent - 1) * (0.5 + random());
}

function isPassing(error: unknown): boolean {
  return error instanceof SubgraphUnavailableError && error.failure === 'passing';
}
