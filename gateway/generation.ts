import type { RouteHandlerMethod } from 'fastify';
import type { DocumentNode } from 'graphql';

import { createAccessControl } from './access/access-control.ts';
import type { AccessControl } from './access/access-control.ts';
import { readStewardContacts } from '../schema/access/steward-contacts.ts';
import { stripSecurity } from './access/strip-security.ts';
import { keepsLedger, openLedger, subjectsOf } from './audit/open-ledger.ts';
import type { OpenLedger } from './audit/open-ledger.ts';
import type { Authentication } from './auth/authenticate-step.ts';
import type { Identity } from './auth/identity.ts';
import type { Engine, PreparedKey } from './execute/engine.ts';
import { loadEngine } from './execute/load-engine.ts';
import { openSubgraphClients } from './execute/subgraph-clients.ts';
import type { SubgraphClients } from './execute/subgraph-clients.ts';
import { subgraphsOf } from './execute/named-subgraphs.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { startGraphServer } from './graph-server.ts';
import { createGraphQLHandler } from './graphql-handler.ts';
import { KnownOperations } from './known-operations.ts';
import type { ArrivalStep, DocumentStep } from './request-step.ts';
import { chain } from './run-operation.ts';
import { RunningRequests } from './running-requests.ts';
import { eventSteps, requestSteps } from './server.ts';
import type { StepParts } from './server.ts';
import { checkStandardScalars } from './standard-scalars.ts';
import type { SourceOfRoom } from './subscriptions/announcement-sources.ts';
import { readEventFields } from './subscriptions/event-fields.ts';
import { sourcesOf } from './subscriptions/sources-of.ts';
import { openSubscriptionGraph } from './subscriptions/subscription-graph.ts';
import type { SubscriptionGraph } from './subscriptions/subscription-graph.ts';
import { observeStep, observeSubgraph } from './telemetry/observe.ts';

/** Everything that depends on one supergraph, ready to answer. A request stays with the one it began on. */
export interface Generation {
  readonly arrival: readonly ArrivalStep[];
  /** Judges the size of a document and its variables. */
  readonly documents: readonly DocumentStep[];
  readonly handle: RouteHandlerMethod;
  readonly subscriptions: SubscriptionGraph;
  /** Where a subgraph's events come from. */
  readonly sourceOf: (subgraph: string) => SourceOfRoom;
  /** How a caller that subscribed is known again. */
  readonly authentication: Authentication;
  /** Those that began on it and have not ended. */
  readonly running: RunningRequests;
  /** The operations that it is asked most, for its successor to prepare before the first request. */
  busiest(): readonly PreparedKey[];
  /** Prepares operations; those that its supergraph cannot answer are left out. */
  warm(keys: readonly PreparedKey[]): Promise<void>;
  close(): Promise<void>;
}

/** Throws a ConfigError or AccessFaults for whatever the supergraph or the configuration lacks. */
export async function openGeneration(
  supergraph: DocumentNode,
  parts: GatewayParts,
): Promise<Generation> {
  const { config, metrics, lines } = parts;
  const addresses = subgraphsOf(supergraph, config);
  const isRecorded = keepsLedger(config, addresses);
  const access = createAccessControl({
    ...{ supergraph, nodeBudget: config.limits.expandedNodes },
    contacts: readStewardContacts(),
    ...(isRecorded ? { subjects: subjectsOf(config) } : {}),
  });
  const identity = access.isProtected ? await parts.identity() : null;
  const assertionSecret = identity?.assertionSecret ?? null;
  const clients = openSubgraphClients({
    ...{ config, addresses, lines },
    assertionSecret,
    observe: (subgraph, client) => observeSubgraph(subgraph, client, metrics),
  });
  const ledger =
    isRecorded && assertionSecret !== null
      ? openLedger({ supergraph, addresses, assertionSecret }, parts)
      : null;
  try {
    const sourceOf = sourcesOf(addresses, assertionSecret, parts);
    return await openOver({ supergraph, access, identity, clients, ledger, sourceOf }, parts);
  } catch (error) {
    await ledger?.close();
    await clients.close();
    throw error;
  }
}

interface Ground {
  readonly supergraph: DocumentNode;
  readonly access: AccessControl;
  /** Null where nothing is protected. */
  readonly identity: Identity | null;
  readonly clients: SubgraphClients;
  /** Null where nothing is recorded. */
  readonly ledger: OpenLedger | null;
  readonly sourceOf: Generation['sourceOf'];
}

async function openOver(ground: Ground, parts: GatewayParts): Promise<Generation> {
  const { config, log, metrics } = parts;
  const engine = await loadEngine(config.engine, {
    supergraph: stripSecurity(ground.supergraph),
    clientFor: (subgraph) => ground.clients.clientFor(subgraph),
    log,
    planning: config.planning,
    observePreparation: (outcome) => metrics.operationPrepared(outcome),
  });
  try {
    return await openWith(engine, ground, parts);
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** What of the prepared operations is worth preparing before anybody waits for it. */
const BUSIEST_SHARE = 0.3;

async function openWith(engine: Engine, ground: Ground, parts: GatewayParts): Promise<Generation> {
  const { config, log, metrics } = parts;
  const { supergraph, ledger, clients, sourceOf } = ground;
  checkStandardScalars(engine.apiSchema, supergraph);
  const authentication = authenticationOf(ground.identity, parts);
  const stepParts = stepPartsOf(engine, authentication, { ground, parts });
  const steps = requestSteps(stepParts).map((step) => observeStep(step, metrics));
  const run = chain(steps.filter((step) => step.at === 'operation'));
  const known = new KnownOperations();
  const server = await startGraphServer({ config, apiSchema: engine.apiSchema, log, run, known });
  const documents = steps.filter((step) => step.at === 'document');
  const entrance = { bodyBytes: config.limits.bodyBytes, log, steps: documents };
  return {
    ...{ authentication, sourceOf, documents },
    arrival: steps.filter((step) => step.at === 'arrival'),
    handle: createGraphQLHandler({ server, entrance, known, run }),
    subscriptions: openSubscriptionGraph({
      ...{ schema: engine.apiSchema, fields: readEventFields(supergraph), access: ground.access },
      steps: eventSteps(stepParts).map((step) => observeStep(step, metrics)),
    }),
    running: new RunningRequests(),
    busiest: () => engine.busiest(BUSIEST_SHARE),
    warm: (keys) => engine.warm(keys),
    async close() {
      await server.stop();
      await engine.stop();
      await ledger?.close();
      await clients.close();
    },
  };
}

function stepPartsOf(
  engine: Engine,
  authentication: Authentication,
  { ground, parts }: { readonly ground: Ground; readonly parts: GatewayParts },
): StepParts {
  const { config, lifecycle, rateLimiter, onBreakGlass } = parts;
  const { access, ledger } = ground;
  return {
    ...{ config, lifecycle, rateLimiter, onBreakGlass, engine, access, authentication },
    ledger: ledger?.ledger ?? null,
  };
}

function authenticationOf(
  identity: Identity | null,
  { config, clock, log, metrics }: GatewayParts,
): Authentication {
  return {
    verify: identity?.verifyToken ?? null,
    tokenBytes: config.limits.tokenBytes,
    breakGlass: {
      opens: identity?.emergencyScopes ?? new Map(),
      mostMinutes: config.auth.breakGlassMinutes,
      now: clock,
    },
    log,
    countBreakGlass: (outcome) => metrics.glassBroken(outcome),
  };
}
