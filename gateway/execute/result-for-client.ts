import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';

import type { RequestContext } from '../context.ts';
import { gatewayError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { divisionReason } from './division-reason.ts';

/** More errors than this tell a client nothing new and cost it much. */
const MOST_ERRORS = 100;

/** What an engine says of its own accord. */
const OWN_CODES: ReadonlySet<unknown> = new Set<ErrorCode>([
  'OPERATION_NOT_PLANNED',
  'SUBGRAPH_VALUE_INVALID',
]);

/**
 * The engine's result as a client may see it: one error a subgraph that is down, nothing that the engine
 * says about its own insides, no extensions (plans, value completion).
 */
export function resultForClient(result: ExecutionResult, context: RequestContext): ExecutionResult {
  const data = result.data === undefined ? {} : { data: result.data };
  if (result.errors === undefined || result.errors.length === 0) return data;
  const seen = new Set<string>();
  const errors: GraphQLError[] = [];
  for (const error of result.errors) {
    const shown = errorForClient(error, context);
    const onlyOnce = onlyOnceKey(shown);
    if (onlyOnce !== null && seen.has(onlyOnce)) continue;
    if (onlyOnce !== null) seen.add(onlyOnce);
    if (errors.length < MOST_ERRORS) errors.push(shown);
  }
  return { errors, ...data };
}

function errorForClient(error: unknown, context: RequestContext): GraphQLError {
  const { requestId, log } = context;
  if (!(error instanceof GraphQLError)) {
    log.error({ requestId, err: error }, 'the engine failed');
    return gatewayError('INTERNAL_SERVER_ERROR', []);
  }
  const { code, subgraph } = error.extensions;
  const path = error.path ?? null;
  if (typeof code === 'string' && typeof subgraph === 'string') {
    const why = divisionReason(error.extensions, context.caller);
    return new GraphQLError(error.message, { path, extensions: { code, subgraph, ...why } });
  }
  if (OWN_CODES.has(code)) {
    log.warn({ requestId, code, path, err: error.originalError }, 'the engine complains');
    return new GraphQLError(error.message, { path, extensions: { code } });
  }
  log.error({ requestId, err: error }, 'the engine failed');
  return gatewayError('INTERNAL_SERVER_ERROR', [], { path });
}

/** A subgraph is down once a request, however many fetches met it; so is the engine. */
function onlyOnceKey(error: GraphQLError): string | null {
  const { code, subgraph } = error.extensions;
  if (code === 'SUBGRAPH_UNAVAILABLE') return `${code} ${String(subgraph)}`;
  return code === 'INTERNAL_SERVER_ERROR' ? code : null;
}
