import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import { DurationCounts } from './duration-counts.ts';
import type { DurationSeries } from './duration-counts.ts';

/** What is counted of requests and of the steps they go through. */
export interface RequestMetrics {
  requestStarted(): void;
  requestEnded(status: number, seconds: number): void;
  /** What counts the durations of one step. */
  step(name: string): DurationSeries;
}

export function createRequestMetrics(registry: Registry): RequestMetrics {
  const inFlight = new Gauge({
    name: 'switchboard_requests_in_flight',
    help: 'Requests being answered.',
    registers: [registry],
  });
  const requests = new DurationCounts(
    {
      name: 'switchboard_request_duration_seconds',
      help: 'From headers to last byte.',
      labelNames: ['status'],
    },
    registry,
  );
  const steps = new DurationCounts(
    {
      name: 'switchboard_step_duration_seconds',
      help: 'One step, those within it included.',
      labelNames: ['step'],
    },
    registry,
  );
  return {
    requestStarted: () => inFlight.inc(),
    requestEnded: (status, seconds) => {
      inFlight.dec();
      requests.series(String(status)).observe(seconds);
    },
    step: (name) => steps.series(name),
  };
}
