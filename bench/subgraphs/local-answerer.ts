import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { Answerer } from './answer-server.ts';
import type { BenchSubgraph } from './subgraph.ts';

/** Answers by a real GraphQL execution over the subgraph's own data. */
export function localAnswerer({ sdl, resolvers }: BenchSubgraph): Answerer {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  return {
    async answer({ body }) {
      // Gateways send the members that GraphQL over HTTP names.
      const { query, variables, operationName } = JSON.parse(body.toString()) as {
        readonly query: string;
        readonly variables?: Readonly<Record<string, unknown>>;
        readonly operationName?: string | null;
      };
      const result = await graphql({
        schema,
        source: query,
        variableValues: variables ?? null,
        operationName: operationName ?? null,
      });
      for (const { message } of result.errors ?? []) console.error(message);
      return Buffer.from(JSON.stringify(result));
    },
  };
}
