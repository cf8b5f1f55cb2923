import { Pool } from 'undici';

import type { GatewayConfig } from '../config.ts';
import { createIdentification } from './assertion-header.ts';
import { createBreakerClient } from './breaker-client.ts';
import type { BreakerState } from './breaker-client.ts';
import { createDeadlineClient } from './deadline-client.ts';
import { createHttpSubgraphClient } from './http-subgraph-client.ts';
import { createRetryingClient } from './retrying-client.ts';
import type { SubgraphClient, TimedClient } from './subgraph-client.ts';

export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

export interface LineSettings {
  readonly config: GatewayConfig;
  /** Null where the supergraph protects nothing: then nothing is said about the caller. */
  readonly assertionSecret: string | null;
  readonly clock: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly onBreaker: (subgraph: string, state: BreakerState) => void;
}

/** The way to one subgraph: its connections, and what keeps trouble on them small. */
export interface SubgraphLine {
  readonly client: SubgraphClient;
  close(): Promise<void>;
}

/** From the inside out: over the wire, not where it mostly fails, again where it may help, within its time. */
export function openSubgraphLine(address: SubgraphAddress, settings: LineSettings): SubgraphLine {
  const { name } = address;
  const { config, random } = settings;
  const timeoutMs = timeoutOf(name, config);
  const wire = openWire(address, timeoutMs, settings);
  const guarded = guard(name, wire.client, settings);
  const retrying = createRetryingClient(guarded.client, { retries: config.retries, random });
  return {
    client: createDeadlineClient(retrying, timeoutMs),
    async close() {
      guarded.close();
      await wire.pool.destroy();
    },
  };
}

/** How long a request to a subgraph may take, its retries included. */
export function timeoutOf(subgraph: string, config: GatewayConfig): number {
  return config.subgraphs[subgraph]?.timeoutMs ?? config.timeouts.subgraphMs;
}

function openWire(
  { name, url }: SubgraphAddress,
  timeoutMs: number,
  { config, assertionSecret, clock }: LineSettings,
): { readonly client: TimedClient; readonly pool: Pool } {
  const address = new URL(url);
  const connections = config.subgraphs[name]?.connections ?? config.connections.perSubgraph;
  const pool = new Pool(address.origin, {
    connections,
    keepAliveTimeout: config.connections.keepAliveMs,
    connectTimeout: timeoutMs,
    // Each request brings a deadline of its own, which is also finer than these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const client = createHttpSubgraphClient({
    ...{ name, pool, url: address },
    responseBytes: config.limits.subgraphResponseBytes,
    mostUnderWay: connections + config.connections.waiting,
    ...(assertionSecret === null
      ? {}
      : { identify: createIdentification(assertionSecret, name, clock) }),
  });
  return { client, pool };
}

function guard(
  subgraph: string,
  client: TimedClient,
  { config, onBreaker }: LineSettings,
): { readonly client: TimedClient; close(): void } {
  if (!(config.subgraphs[subgraph]?.breaker ?? config.breaker.enabled)) {
    return { client, close: () => undefined };
  }
  const breaker = createBreakerClient(client, {
    subgraph,
    limits: config.breaker,
    onChange: (state) => onBreaker(subgraph, state),
  });
  return { client: breaker, close: () => breaker.close() };
}
