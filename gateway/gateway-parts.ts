import type { Logger } from 'pino';

import type { OnBreakGlass } from './access/break-glass-event.ts';
import { identityOnDemand } from './auth/identity.ts';
import type { Identity } from './auth/identity.ts';
import type { GatewayConfig } from './config.ts';
import { createSubgraphLines } from './execute/subgraph-lines.ts';
import type { SubgraphLines } from './execute/subgraph-lines.ts';
import { createLifecycle } from './lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { createTokenBuckets } from './limits/rate-limiter.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { breakerObserver } from './telemetry/observe.ts';

export interface GatewayOptions {
  readonly clock?: () => Date;
  /** From 0 to 1; where chance helps, such as spreading what is tried again. */
  readonly random?: () => number;
  readonly log?: Logger;
  readonly metrics?: Metrics;
  /** Told of each operation that runs under a declared emergency, before it is answered. */
  readonly onBreakGlass?: OnBreakGlass;
}

/** What a gateway has for as long as it runs, whichever supergraph it serves. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly rateLimiter: RateLimiter | null;
  /** The ways to the subgraphs, which stay open where a new supergraph has the same. */
  readonly lines: SubgraphLines;
  /** Opened when a supergraph first protects something. */
  readonly identity: () => Promise<Identity>;
  readonly onBreakGlass: OnBreakGlass;
}

export function createGatewayParts(config: GatewayConfig, options: GatewayOptions): GatewayParts {
  const { clock = () => new Date(), random = Math.random, metrics = createMetrics() } = options;
  const log = options.log ?? createLogger(config.logLevel);
  const onBreaker = breakerObserver(metrics, log);
  return {
    ...{ config, clock, random, log, metrics },
    lines: createSubgraphLines({ config, clock, random, onBreaker }),
    lifecycle: createLifecycle(),
    rateLimiter: rateLimiterFor(config, clock),
    identity: identityOnDemand(config, clock),
    onBreakGlass: options.onBreakGlass ?? (() => undefined),
  };
}

function rateLimiterFor({ rateLimit }: GatewayConfig, clock: () => Date): RateLimiter | null {
  if (rateLimit === undefined) return null;
  return createTokenBuckets({ ...rateLimit, now: () => clock().getTime() });
}
