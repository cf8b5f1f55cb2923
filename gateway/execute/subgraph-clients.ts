import { Pool } from 'undici';

import { subgraphUrlVariable } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import { createIdentification } from './assertion-header.ts';
import { createCarefulClient } from './careful-client.ts';
import { createDeadlineClient } from './deadline-client.ts';
import { createHttpSubgraphClient } from './http-subgraph-client.ts';
import { createRetryingClient } from './retrying-client.ts';
import { createSharingClient } from './sharing-client.ts';
import type { SubgraphClient } from './subgraph-client.ts';

export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

export interface SubgraphClients {
  clientFor(subgraph: string): SubgraphClient;
  close(): Promise<void>;
}

export interface SubgraphClientSettings {
  readonly config: GatewayConfig;
  readonly addresses: readonly SubgraphAddress[];
  /** Null where the supergraph protects nothing: then nothing is said about the caller. */
  readonly assertionSecret: string | null;
  readonly clock: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Wraps each client, for what telemetry counts. */
  readonly observe: (subgraph: string, client: SubgraphClient) => SubgraphClient;
}

/** One client and one pool of kept-alive connections a subgraph. */
export function openSubgraphClients(settings: SubgraphClientSettings): SubgraphClients {
  const pools: Pool[] = [];
  const mutations = { value: 0 };
  const clients = new Map<string, SubgraphClient>();
  for (const { name, url } of settings.addresses) {
    const address = new URL(url);
    const pool = openPool(name, address, settings.config);
    pools.push(pool);
    const observed = settings.observe(name, openClient(name, address, pool, settings));
    const isShared = settings.config.sharing.subgraph;
    const client = isShared ? createSharingClient(observed, mutations) : observed;
    clients.set(name, createCarefulClient(name, client));
  }
  return {
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return client;
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

function openPool(name: string, address: URL, config: GatewayConfig): Pool {
  return new Pool(address.origin, {
    connections: connectionsOf(name, config),
    keepAliveTimeout: config.connections.keepAliveMs,
    connectTimeout: timeoutOf(name, config),
    // Each request brings a deadline of its own, which is also finer than these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** From the inside out: what goes over the wire, again when it may help, within its time. */
function openClient(
  name: string,
  url: URL,
  pool: Pool,
  { config, assertionSecret, clock, random }: SubgraphClientSettings,
): SubgraphClient {
  const client = createHttpSubgraphClient({
    ...{ name, url, pool },
    responseBytes: config.limits.subgraphResponseBytes,
    mostUnderWay: connectionsOf(name, config) + config.connections.waiting,
    ...(assertionSecret === null
      ? {}
      : { identify: createIdentification(assertionSecret, name, clock) }),
  });
  const retrying = createRetryingClient(client, { retries: config.retries, random });
  return createDeadlineClient(retrying, timeoutOf(name, config));
}

function timeoutOf(name: string, config: GatewayConfig): number {
  return config.subgraphs[name]?.timeoutMs ?? config.timeouts.subgraphMs;
}

function connectionsOf(name: string, config: GatewayConfig): number {
  return config.subgraphs[name]?.connections ?? config.connections.perSubgraph;
}

/** The address a subgraph is asked at: the environment's, else the configuration's, else the supergraph's. */
export function addressOf(config: GatewayConfig, { name, url }: SubgraphAddress): string {
  return config.subgraphUrls[subgraphUrlVariable(name)] ?? config.subgraphs[name]?.url ?? url;
}
