import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

/** An error of a request, with the path where the client finds it. */
export type EngineError = GraphQLError;

/** A subgraph's error, already fit for clients, at a path of the client's response. */
export function placeError(
  { message, extensions = {} }: GraphQLFormattedError,
  path: readonly (string | number)[] | null,
): EngineError {
  return new GraphQLError(message, { path, extensions });
}

/** What a client rejects with: already an error of the catalogue; anything else is a fault of ours. */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof GraphQLError) return error;
  throw error;
}
