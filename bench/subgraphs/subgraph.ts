import type { buildSubgraphSchema } from '@apollo/subgraph';

type Input = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>;

/** A subgraph of the bench: its name in the supergraph, its SDL, and resolvers over data in memory. */
export interface BenchSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: NonNullable<Input['resolvers']>;
}

/** What every SDL of the bench opens with. */
export const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3"
  import: ["@key", "@external", "@requires", "@provides"]
)
`;
