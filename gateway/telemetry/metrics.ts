import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { DURATIONS } from './durations.ts';
import { createLedgerMetrics } from './ledger-metrics.ts';
import type { LedgerMetrics } from './ledger-metrics.ts';
import { createSubgraphMetrics } from './subgraph-metrics.ts';
import type { SubgraphMetrics } from './subgraph-metrics.ts';
import { createSubscriptionMetrics } from './subscription-metrics.ts';
import type { SubscriptionMetrics } from './subscription-metrics.ts';
import { createSupergraphMetrics } from './supergraph-metrics.ts';
import type { SupergraphMetrics } from './supergraph-metrics.ts';

/** The gateway's instruments. Labels come from the configuration and the catalogue, never from a request. */
export interface Metrics
  extends SubgraphMetrics, SupergraphMetrics, LedgerMetrics, SubscriptionMetrics {
  readonly registry: Registry;
  requestStarted(): void;
  requestEnded(status: number, seconds: number): void;
  errorSent(code: string): void;
  stepTook(step: string, seconds: number): void;
  glassBroken(outcome: 'opened' | 'refused'): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const inFlight = new Gauge({
    name: 'switchboard_requests_in_flight',
    help: 'Requests being answered.',
    registers,
  });
  const requests = histogram('switchboard_request_duration_seconds', 'From headers to last byte.', [
    'status',
  ]);
  const steps = histogram(
    'switchboard_step_duration_seconds',
    'One step, those within it included.',
    ['step'],
  );
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
  function histogram(name: string, help: string, labelNames: string[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets: DURATIONS, registers });
  }
  return {
    registry,
    ...createSubgraphMetrics(registry),
    ...createSupergraphMetrics(registry),
    ...createLedgerMetrics(registry),
    ...createSubscriptionMetrics(registry),
    requestStarted: () => inFlight.inc(),
    requestEnded: (status, seconds) => {
      inFlight.dec();
      requests.observe({ status }, seconds);
    },
    errorSent: (code) => errors.inc({ code }),
    glassBroken: (outcome) => emergencies.inc({ outcome }),
    stepTook: (step, seconds) => steps.observe({ step }, seconds),
  };
}
