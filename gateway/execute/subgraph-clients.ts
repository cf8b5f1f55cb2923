import { subgraphUrlVariable } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import { createCarefulClient } from './careful-client.ts';
import { createSharingClient } from './sharing-client.ts';
import type { SubgraphClient } from './subgraph-client.ts';
import { timeoutOf } from './subgraph-line.ts';
import type { SubgraphAddress, SubgraphLine } from './subgraph-line.ts';
import type { SubgraphLines } from './subgraph-lines.ts';

export interface SubgraphClients {
  clientFor(subgraph: string): SubgraphClient;
  close(): Promise<void>;
}

export interface SubgraphClientSettings {
  readonly config: GatewayConfig;
  readonly addresses: readonly SubgraphAddress[];
  readonly lines: SubgraphLines;
  /** Null where the supergraph protects nothing: then nothing is said about the caller. */
  readonly assertionSecret: string | null;
  /** Wraps each client, for what telemetry counts. */
  readonly observe: (subgraph: string, client: SubgraphClient) => SubgraphClient;
}

/** One client a subgraph, fit for any engine. */
export function openSubgraphClients(settings: SubgraphClientSettings): SubgraphClients {
  const { addresses, config, observe } = settings;
  const taken: SubgraphLine[] = [];
  const mutations = { value: 0 };
  const clients = new Map<string, SubgraphClient>();
  for (const address of addresses) {
    const { name } = address;
    const line = settings.lines.take(address, settings.assertionSecret);
    taken.push(line);
    const observed = observe(name, line.client);
    const sharing = { mutations, timeoutMs: timeoutOf(name, config) };
    const client = config.sharing.subgraph ? createSharingClient(observed, sharing) : observed;
    clients.set(name, createCarefulClient(name, client));
  }
  return {
    clientFor(subgraph) {
      const client = clients.get(subgraph);
      if (client === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
      return client;
    },
    async close() {
      await Promise.all(taken.map((line) => line.close()));
    },
  };
}

/** The address a subgraph is asked at: the environment's, else the configuration's, else the supergraph's. */
export function addressOf(config: GatewayConfig, { name, url }: SubgraphAddress): string {
  return config.subgraphUrls[subgraphUrlVariable(name)] ?? config.subgraphs[name]?.url ?? url;
}
