import { Pool } from 'undici';

import { subgraphUrlVariable } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import { createIdentification } from './assertion-header.ts';
import { createCarefulClient } from './careful-client.ts';
import { createHttpSubgraphClient } from './http-subgraph-client.ts';
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
  /** Wraps each client, for what telemetry counts. */
  readonly observe: (subgraph: string, client: SubgraphClient) => SubgraphClient;
}

const KEEP_ALIVE_MS = 4_000;

/** One client and one pool of kept-alive connections a subgraph. */
export function openSubgraphClients(settings: SubgraphClientSettings): SubgraphClients {
  const pools: Pool[] = [];
  const mutations = { value: 0 };
  const clients = new Map<string, SubgraphClient>();
  for (const { name, url } of settings.addresses) {
    const address = new URL(url);
    // Node's servers close an idle connection after 5 s; leaving earlier avoids the race for it.
    const pool = new Pool(address.origin, { keepAliveTimeout: KEEP_ALIVE_MS, connections: 128 });
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

function openClient(
  name: string,
  url: URL,
  pool: Pool,
  { config, assertionSecret, clock }: SubgraphClientSettings,
): SubgraphClient {
  return createHttpSubgraphClient({
    name,
    url,
    pool,
    timeoutMs: config.subgraphs[name]?.timeoutMs ?? config.timeouts.subgraphMs,
    retries: config.retries,
    responseBytes: config.limits.subgraphResponseBytes,
    ...(assertionSecret === null
      ? {}
      : { identify: createIdentification(assertionSecret, name, clock) }),
  });
}

/** The address a subgraph is asked at: the environment's, else the configuration's, else the supergraph's. */
export function addressOf(config: GatewayConfig, { name, url }: SubgraphAddress): string {
  return config.subgraphUrls[subgraphUrlVariable(name)] ?? config.subgraphs[name]?.url ?? url;
}
