import type { RequestContext } from '../context.ts';
import { gatewayError } from '../errors.ts';
import { redactDivisionError } from './division-errors.ts';
import type { SubgraphCall, SubgraphClient, SubgraphResult } from './subgraph-client.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';

/**
 * A client whose results are fit for any engine: errors redacted, entities complete, and a subgraph that
 * failed once in a request not asked again in it, so that a slow one costs its timeout once and not per fetch.
 * Rejects with SUBGRAPH_UNAVAILABLE of the catalogue.
 */
export function createCarefulClient(subgraph: string, client: SubgraphClient): SubgraphClient {
  return {
    async send(call, context) {
      if (context.record.unavailable.has(subgraph)) throw unavailable(subgraph);
      try {
        const result = await client.send(call, context);
        return redacted(checkEntities(call, result, subgraph), subgraph, context);
      } catch (error) {
        if (!(error instanceof SubgraphUnavailableError)) throw error;
        noteUnavailable(error, context);
        throw unavailable(subgraph);
      }
    },
  };
}

/** Once a request: fetches that were under way together say nothing new. */
function noteUnavailable(
  { subgraph, reason }: SubgraphUnavailableError,
  context: RequestContext,
): void {
  const { record, requestId, log, deadline } = context;
  if (record.unavailable.has(subgraph)) return;
  record.unavailable.add(subgraph);
  // Whoever hung up tells nothing about the subgraph.
  if (deadline.isAbandoned) return;
  log.error({ requestId, subgraph, reason }, 'a subgraph is unavailable');
}

function unavailable(subgraph: string): Error {
  return gatewayError('SUBGRAPH_UNAVAILABLE', [subgraph], { extensions: { subgraph } });
}

/** `_entities` answers each representation in its place (federation subgraph specification), or not at all. */
function checkEntities(
  { entities }: SubgraphCall,
  result: SubgraphResult,
  subgraph: string,
): SubgraphResult {
  if (entities.length === 0) return result;
  const { data, errors } = result;
  if (data === undefined || data === null) return result;
  let missing = 0;
  for (const { key, count } of entities) {
    const answered = data[key];
    if (Array.isArray(answered) && answered.length === count) continue;
    if (answered !== null || errors === undefined) {
      const reason = `${count} entities were asked for, but other than that many came`;
      throw new SubgraphUnavailableError(subgraph, reason);
    }
    missing += 1;
  }
  return missing === entities.length ? { ...result, data: null } : result;
}

function redacted(
  result: SubgraphResult,
  subgraph: string,
  context: RequestContext,
): SubgraphResult {
  if (result.errors === undefined) return result;
  return {
    ...result,
    errors: result.errors.map((error) => redactDivisionError(error, subgraph, context)),
  };
}
