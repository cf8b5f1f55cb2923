import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { DocumentNode } from 'graphql';

/** SDL by the name of the subgraph, without the link to federation. */
export type SubgraphSdls = Readonly<Record<string, string>>;

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.7"
  import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject", "@requiresScopes", "@inaccessible"]
)`;

export function subgraphDocument(sdl: string): DocumentNode {
  return parse(`${LINK}\n${sdl}`);
}

/** The supergraph of some subgraphs. */
export function composeGraph(sdls: SubgraphSdls): string {
  const services = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid/`,
    typeDefs: subgraphDocument(sdl),
  }));
  const { supergraphSdl, errors = [] } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map((one) => one.message).join('\n'));
  return supergraphSdl;
}
