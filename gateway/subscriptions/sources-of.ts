import type { GatewayParts } from '../gateway-parts.ts';
import { timeoutOf } from '../execute/subgraph-line.ts';
import type { SubgraphAddress } from '../execute/subgraph-line.ts';
import type { SourceOfRoom } from './announcement-sources.ts';
import { redisSource } from './redis-source.ts';
import { roomSource } from './room-source.ts';

/** Where the events of each of a supergraph's subgraphs come from: all from Redis where there is one, else from each. */
export function sourcesOf(
  addresses: readonly SubgraphAddress[],
  assertionSecret: string | null,
  { config, clock }: Pick<GatewayParts, 'config' | 'clock'>,
): (subgraph: string) => SourceOfRoom {
  const { redisUrl } = config;
  return (subgraph) => {
    const timeoutMs = timeoutOf(subgraph, config);
    if (redisUrl !== undefined)
      return { key: 'redis', room: null, open: redisSource(redisUrl, timeoutMs) };
    const address = addresses.find(({ name }) => name === subgraph);
    if (address === undefined) throw new Error(`There is no subgraph "${subgraph}".`);
    const open = roomSource(address, { assertionSecret, timeoutMs, clock });
    return { key: `${subgraph} ${address.url}`, room: subgraph, open };
  };
}
