import { createClient } from 'graphql-ws';
import type { Client, FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';

import type { RunningGateway } from '../../../gateway/start-gateway.ts';
import { eventually } from '../../support/eventually.ts';

/** What became of one subscription so far. */
export interface Seen {
  readonly results: FormattedExecutionResult[];
  /** What it ended with; empty for an end without a fault. */
  ended: readonly string[] | null;
}

/** A real client over a real WebSocket. */
export interface TestSubscriber {
  subscribe(query: string, variables?: Readonly<Record<string, unknown>>): Seen;
  /** Close code and reason, once it is closed. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  stop(): Promise<void>;
}

export function connect(
  gateway: Pick<RunningGateway, 'url'>,
  token: string | null,
): TestSubscriber {
  let told: (closing: readonly [number, string]) => void = () => undefined;
  const closed = new Promise<readonly [number, string]>((resolve) => (told = resolve));
  const client: Client = createClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    ...(token === null ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
    retryAttempts: 0,
    on: {
      closed(event) {
        const { code, reason } = event as { code: number; reason: string };
        told([code, reason]);
      },
    },
  });
  return {
    subscribe(query, variables = {}) {
      const seen: Seen = { results: [], ended: null };
      client.subscribe<Record<string, unknown>, Record<string, unknown>>(
        { query, variables },
        {
          next: (result) => void seen.results.push(result),
          error: (error) => (seen.ended = codesOf(error)),
          complete: () => (seen.ended ??= []),
        },
      );
      return seen;
    },
    closed,
    async stop() {
      await client.dispose();
    },
  };
}

/** The codes of errors that a subscription ended with; nothing for an end of the connection. */
function codesOf(error: unknown): readonly string[] {
  if (!Array.isArray(error)) return [];
  return error.map(({ extensions }: { extensions?: { code?: string } }) =>
    String(extensions?.code),
  );
}

/** Settles when a gateway counts so many open subscriptions: from then on they miss nothing. */
export async function whenOpen(
  { adminUrl }: Pick<RunningGateway, 'adminUrl'>,
  count: number,
): Promise<void> {
  await eventually(async () => {
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    if (!metrics.includes(`\nswitchboard_subscriptions ${count}\n`)) throw new Error(metrics);
  });
}
