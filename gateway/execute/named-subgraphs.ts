import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

import { ConfigError } from '../config.ts';
import type { GatewayConfig } from '../config.ts';
import { nearestWord } from '../nearest-word.ts';
import { addressOf } from './subgraph-clients.ts';
import type { SubgraphAddress } from './subgraph-line.ts';

/**
 * The subgraphs that a supergraph names (`enum join__Graph`, join specification), each at the address to
 * ask it at. Throws a ConfigError for every one without an address and every setting for one that is not there.
 */
export function subgraphsOf(
  supergraph: DocumentNode,
  config: GatewayConfig,
): readonly SubgraphAddress[] {
  const subgraphs = statedSubgraphs(supergraph);
  const names = subgraphs.map(({ name }) => name);
  const faults = [
    ...(names.length === 0 ? ['The supergraph names no subgraph ("enum join__Graph").'] : []),
    ...Object.keys(config.subgraphs)
      .filter((name) => !names.includes(name))
      .map(unknown(names)),
  ];
  const addresses = subgraphs.map((stated) => ({
    name: stated.name,
    url: addressOf(config, stated),
  }));
  for (const { name, url } of addresses) {
    if (!URL.canParse(url)) faults.push(`Subgraph "${name}" needs a URL, but got: "${url}".`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return addresses;
}

function statedSubgraphs(supergraph: DocumentNode): readonly SubgraphAddress[] {
  return supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? []).flatMap(({ directives = [] }) =>
          directives.filter(({ name }) => name.value === 'join__graph').map(addressIn),
        )
      : [],
  );
}

function addressIn(directive: ConstDirectiveNode): SubgraphAddress {
  const text = (argument: string): string => {
    const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
    return value?.kind === Kind.STRING ? value.value : '';
  };
  return { name: text('name'), url: text('url') };
}

function unknown(names: readonly string[]): (name: string) => string {
  return (name) => {
    const nearest = nearestWord(name, names);
    const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
    return `subgraphs.${name}: the supergraph has no subgraph of that name.${hint}`;
  };
}
