import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

/**
 * Sends on errors that have a code of their own (see `DomainError`) or that GraphQL made of a faulty
 * request. What a library threw is no sentence for a client: it is logged whole and answered without.
 */
export function createFormatError(room: string, log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(error);
    if (cause instanceof GraphQLError && formatted.extensions?.['code'] !== INTERNAL)
      return formatted;
    log.error({ err: cause, path: formatted.path }, 'resolver failed');
    return {
      ...formatted,
      message: `Internal error in subgraph ${room}.`,
      extensions: { code: INTERNAL },
    };
  };
}

const INTERNAL = 'INTERNAL_SERVER_ERROR';
