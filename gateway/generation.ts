import type { RouteHandlerMethod } from 'fastify';
import type { DocumentNode } from 'graphql';

import { createAccessControl } from './access/access-control.ts';
import { stripSecurity } from './access/strip-security.ts';
import { loadEngine } from './execute/load-engine.ts';
import { openSubgraphClients } from './execute/subgraph-clients.ts';
import { subgraphsOf } from './execute/supergraph-file.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { startGraphServer } from './graph-server.ts';
import { createGraphQLHandler } from './graphql-handler.ts';
import { KnownOperations } from './known-operations.ts';
import type { ArrivalStep } from './request-step.ts';
import { chain } from './run-operation.ts';
import { requestSteps } from './server.ts';
import { checkStandardScalars } from './standard-scalars.ts';
import { breakerObserver, observeStep, observeSubgraph } from './telemetry/observe.ts';

/** Everything that depends on one supergraph, ready to answer. A request stays with the one it began on. */
export interface Generation {
  readonly arrival: readonly ArrivalStep[];
  readonly handle: RouteHandlerMethod;
  close(): Promise<void>;
}

/** Throws a ConfigError or AccessFaults for whatever the supergraph or the configuration lacks. */
export async function openGeneration(
  supergraph: DocumentNode,
  parts: GatewayParts,
): Promise<Generation> {
  const { config, log, metrics, lifecycle, rateLimiter } = parts;
  const addresses = subgraphsOf(supergraph, config);
  const access = createAccessControl({ supergraph, nodeBudget: config.limits.expandedNodes });
  const identity = access.isProtected ? await parts.identity() : null;
  const clients = openSubgraphClients({
    config,
    addresses,
    assertionSecret: identity?.assertionSecret ?? null,
    ...{ clock: parts.clock, random: parts.random },
    observe: (subgraph, client) => observeSubgraph(subgraph, client, metrics),
    onBreaker: breakerObserver(metrics, log),
  });
  const engine = await loadEngine(config.engine, {
    supergraph: stripSecurity(supergraph),
    clientFor: (subgraph) => clients.clientFor(subgraph),
    log,
    planning: config.planning,
    observePreparation: (outcome) => metrics.operationPrepared(outcome),
  });
  checkStandardScalars(engine.apiSchema, supergraph);
  const steps = requestSteps({
    ...{ config, lifecycle, engine, rateLimiter, access },
    verifyToken: identity?.verifyToken ?? null,
  }).map((step) => observeStep(step, metrics));
  const run = chain(steps.filter((step) => step.at === 'operation'));
  const known = new KnownOperations();
  const server = await startGraphServer({ config, apiSchema: engine.apiSchema, log, run, known });
  const entrance = {
    ...{ bodyBytes: config.limits.bodyBytes, log },
    steps: steps.filter((step) => step.at === 'document'),
  };
  return {
    arrival: steps.filter((step) => step.at === 'arrival'),
    handle: createGraphQLHandler({ server, entrance, known, run }),
    async close() {
      await server.stop();
      await engine.stop();
      await clients.close();
    },
  };
}
