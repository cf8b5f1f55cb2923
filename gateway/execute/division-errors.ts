import type { GraphQLFormattedError } from 'graphql';

import { withoutValues } from '../../schema/without-values.ts';
import type { RequestContext } from '../context.ts';
import { gatewayError, isErrorCode } from '../errors.ts';
import { divisionReason } from './division-reason.ts';

/** Codes of the catalogue that a subgraph may use as its own. */
const SHARED_CODES = new Set(['BAD_USER_INPUT', 'NOT_FOUND']);
/** Codes of one word that are no accident; others (`ECONNREFUSED`) are taken for a system's. */
const PLAIN_CODES = new Set(['FORBIDDEN', 'CONFLICT', 'GONE']);
const DOMAIN_CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
/** What GraphQL servers say about themselves: our plan's text would be in the message. */
const SERVER_CODE =
  /^(GRAPHQL|PERSISTED_QUERY|OPERATION|INTERNAL|DOWNSTREAM|SUBREQUEST|UND_ERR|ERR|ER)_/;
/** A room's word for: I am well, but the system behind me does not answer. */
const SYSTEM_DOWN_CODE = 'DIVISION_SYSTEM_UNAVAILABLE';
/** A server's word on a variable repeats its value, and the values of all that stand beside it. */
const VARIABLE_ECHO = /^(Variable "\$\w+" got invalid value) /;
const LONGEST_MESSAGE = 500;
const LONGEST_LOGGED = 2_000;

/**
 * What of a subgraph's error a client gets. A subgraph marks a message as meant for clients by giving
 * the error a code of its own, in upper snake case (`CASE_TRANSITION_REFUSED`). Everything else, and
 * everything that a server or a driver says by itself, is replaced; the log has it, without values.
 */
export function redactDivisionError(
  error: GraphQLFormattedError,
  subgraph: string,
  context: RequestContext,
): GraphQLFormattedError {
  const code = error.extensions?.['code'];
  context.log.warn(
    {
      requestId: context.requestId,
      subgraph,
      code: typeof code === 'string' ? code.slice(0, 64) : null,
      path: error.path,
      subgraphMessage: withoutValues(error.message.slice(0, LONGEST_LOGGED)),
    },
    'a subgraph answered with an error',
  );
  // To a client it is the same whether the room or the system behind it is down.
  if (code === SYSTEM_DOWN_CODE) return plainError('SUBGRAPH_UNAVAILABLE', subgraph);
  const path = error.path === undefined ? {} : { path: error.path };
  if (isMeantForClients(code) && isPlainSentence(error.message)) {
    const message = VARIABLE_ECHO.exec(error.message)?.[1] ?? error.message;
    const why = divisionReason(error.extensions, context.caller);
    return { message, ...path, extensions: { code, subgraph, ...why } };
  }
  return { ...plainError('SUBGRAPH_ERROR', subgraph), ...path };
}

function plainError(
  code: 'SUBGRAPH_ERROR' | 'SUBGRAPH_UNAVAILABLE',
  subgraph: string,
): GraphQLFormattedError {
  return { message: gatewayError(code, [subgraph]).message, extensions: { code, subgraph } };
}

function isMeantForClients(code: unknown): code is string {
  if (typeof code !== 'string' || code.length > 64) return false;
  if (SHARED_CODES.has(code) || PLAIN_CODES.has(code)) return true;
  return DOMAIN_CODE.test(code) && !SERVER_CODE.test(code) && !isErrorCode(code);
}

function isPlainSentence(message: string): boolean {
  return message.length > 0 && message.length <= LONGEST_MESSAGE && !message.includes('\n');
}
