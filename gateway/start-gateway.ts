import { parse } from 'graphql';
import type { Logger } from 'pino';

import { createAccessControl } from './access/access-control.ts';
import { stripSecurity } from './access/strip-security.ts';
import { createAdminListener } from './admin-listener.ts';
import { readRoleScopes } from './auth/role-scopes.ts';
import { openSecrets } from './auth/secrets.ts';
import type { Secrets } from './auth/secrets.ts';
import { createTokenVerifier } from './auth/token-verifier.ts';
import type { GatewayConfig } from './config.ts';
import { loadReferenceEngine } from './execute/reference-engine.ts';
import { openSubgraphClients } from './execute/subgraph-clients.ts';
import { readSupergraph, subgraphsOf } from './execute/supergraph-file.ts';
import { startGraphServer } from './graph-server.ts';
import { createHttpListener } from './http-listener.ts';
import { createLifecycle } from './lifecycle.ts';
import { createTokenBuckets } from './limits/rate-limiter.ts';
import { listen, listenAdmin } from './listen.ts';
import type { RequestStep } from './request-step.ts';
import { requestSteps } from './server.ts';
import { checkStandardScalars } from './standard-scalars.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { observeStep, observeSubgraph } from './telemetry/observe.ts';

export interface GatewayOptions {
  /** Supergraph SDL instead of the file that the configuration names. */
  readonly supergraph?: string;
  readonly clock?: () => Date;
  readonly log?: Logger;
  readonly metrics?: Metrics;
}

export interface RunningGateway {
  /** Where the graph is, with `/graphql`. */
  readonly url: string;
  /** Where `/health`, `/ready` and `/metrics` are. */
  readonly adminUrl: string;
  /** Refuses new requests, lets the running ones finish within `timeouts.drainMs`, then closes everything. */
  stop(): Promise<void>;
}

/** Starts a gateway in this process. Throws a ConfigError for whatever the configuration lacks. */
export async function startGateway(
  config: GatewayConfig,
  options: GatewayOptions = {},
): Promise<RunningGateway> {
  const log = options.log ?? createLogger(config.logLevel);
  const metrics = options.metrics ?? createMetrics();
  const lifecycle = createLifecycle();
  const admin = await listenAdmin(
    () => createAdminListener(lifecycle, metrics),
    config.adminHost,
    config.adminPort,
  );
  try {
    const graph = await openGraph(config, { ...options, log, metrics, lifecycle });
    lifecycle.becomeReady();
    log.info({ url: graph.url, adminUrl: admin.url }, 'the gateway is ready');
    const stop = async (): Promise<void> => {
      const { unfinished } = await lifecycle.drain(config.timeouts.drainMs);
      if (unfinished > 0) log.warn({ unfinished }, 'requests were cut off at the end');
      await graph.close(unfinished > 0);
      await admin.app.close();
    };
    let stopped: Promise<void> | null = null;
    return { url: graph.url, adminUrl: admin.url, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await admin.app.close();
    throw error;
  }
}

interface GraphParts extends GatewayOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: ReturnType<typeof createLifecycle>;
}

async function openGraph(config: GatewayConfig, parts: GraphParts) {
  const { log, metrics, lifecycle, clock = () => new Date() } = parts;
  const supergraph =
    parts.supergraph === undefined ? readSupergraph(config.supergraph) : parse(parts.supergraph);
  const addresses = subgraphsOf(supergraph, config);
  const access = createAccessControl({ supergraph, nodeBudget: config.limits.expandedNodes });
  const secrets = access.isProtected ? await openSecrets(config, () => clock().getTime()) : null;
  const clients = openSubgraphClients({
    config,
    addresses,
    assertionSecret: secrets?.assertionSecret ?? null,
    clock,
    observe: (subgraph, client) => observeSubgraph(subgraph, client, metrics),
  });
  const engine = await loadReferenceEngine({
    supergraph: stripSecurity(supergraph),
    clientFor: (subgraph) => clients.clientFor(subgraph),
    log,
  });
  checkStandardScalars(engine.apiSchema, supergraph);
  const steps = requestSteps({
    config,
    lifecycle,
    engine,
    access,
    verifyToken: secrets === null ? null : verifierFor(config, secrets, clock),
    rateLimiter: rateLimiterFor(config, clock),
  }).map((step) => observeStep(step, metrics));
  const server = await startGraphServer({
    config,
    apiSchema: engine.apiSchema,
    steps: steps.filter((step) => step.at === 'operation'),
    log,
  });
  const app = createHttpListener({ config, server, lifecycle, metrics, log, ...byMoment(steps) });
  const url = await listen(app, config.host, config.port);
  return {
    url: `${url}/graphql`,
    async close(cutOff: boolean) {
      if (cutOff) app.server.closeAllConnections();
      await app.close();
      await server.stop();
      await engine.stop();
      await clients.close();
    },
  };
}

function byMoment(steps: readonly RequestStep[]) {
  return {
    arrival: steps.filter((step) => step.at === 'arrival'),
    document: steps.filter((step) => step.at === 'document'),
  };
}

function verifierFor(config: GatewayConfig, { keys }: Secrets, now: () => Date) {
  const { issuer, audience, algorithms, cacheSeconds } = config.auth;
  const roleScopes = readRoleScopes();
  return createTokenVerifier({ issuer, audience, algorithms, cacheSeconds, keys, roleScopes, now });
}

function rateLimiterFor({ rateLimit }: GatewayConfig, clock: () => Date) {
  if (rateLimit === undefined) return null;
  return createTokenBuckets({ ...rateLimit, now: () => clock().getTime() });
}
