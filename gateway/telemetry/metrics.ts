import { Counter, Registry } from 'prom-client';

import { createLedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import { createRequestMetrics } from './request-metrics.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { createSubgraphMetrics } from './subgraph-metrics.ts';
import type { SubgraphMetrics } from './subgraph-metrics.ts';
import { createSubscriptionMetrics } from './subscription-metrics.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import { createSupergraphMetrics } from './supergraph-metrics.ts';
import type { SupergraphMetrics } from './supergraph-metrics.ts';

/** The gateway's instruments. Labels come from the configuration and the catalogue, never from a request. */
export interface Metrics
  extends RequestMetrics, SubgraphMetrics, SupergraphMetrics, LedgerMetrics, SubscriptionMetrics {
  readonly registry: Registry;
  errorSent(code: string): void;
  glassBroken(outcome: 'opened' | 'refused'): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const errors = new Counter({
    name: 'switchboard_errors_total',
    help: 'Errors sent to clients, by code of the catalogue.',
    labelNames: ['code'],
    registers,
  });
  const emergencies = new Counter({
    name: 'switchboard_break_glass_total',
    help: 'Requests that declared an emergency, by whether it was let be.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    registry,
    ...createRequestMetrics(registry),
    ...createSubgraphMetrics(registry),
    ...createSupergraphMetrics(registry),
    ...createLedgerMetrics(registry),
    ...createSubscriptionMetrics(registry),
    errorSent: (code) => errors.inc({ code }),
    glassBroken: (outcome) => emergencies.inc({ outcome }),
  };
}
