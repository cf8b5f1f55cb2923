import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

import type { SelectionShape } from '../../access/operation-shape.ts';
import { clientPath } from '../../access/client-path.ts';

/** An error of a request, with its path in the data. */
export type EngineError = GraphQLError;

/** A subgraph's error, already fit for clients, at a path of the data. */
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

/** The error with its path as the client sees it. */
export function atClientPath(error: EngineError, shape: SelectionShape): EngineError {
  const { message, path, extensions, originalError } = error;
  if (path === undefined) return error;
  return new GraphQLError(message, {
    path: clientPath(path, shape),
    extensions,
    originalError: originalError ?? null,
  });
}
