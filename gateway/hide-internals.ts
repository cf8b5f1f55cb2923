import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';

import { errorCatalogue } from './errors.ts';

/** The last line: an error without a code of its own is nobody's message. */
export function hideInternals(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.['code'];
    if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') return formatted;
    log.error({ err: error }, 'a request failed inside the gateway');
    return {
      message: errorCatalogue.INTERNAL_SERVER_ERROR.wording(),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}
