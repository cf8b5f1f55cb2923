import CircuitBreaker from 'opossum';

import type { GatewayConfig } from '../config.ts';
import type { SubgraphResult, TimedClient } from './subgraph-client.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable-error.ts';

/** Closed lets everything through, open nothing, half-open one request, whose fate decides. */
export type BreakerState = 'closed' | 'half-open' | 'open';

export interface BreakerSettings {
  readonly subgraph: string;
  readonly limits: GatewayConfig['breaker'];
  /** Told of the first state, too. */
  readonly onChange: (state: BreakerState) => void;
}

type Breaker = CircuitBreaker<Parameters<TimedClient['send']>, SubgraphResult>;

export interface BreakerClient extends TimedClient {
  close(): void;
}

/**
 * Stops asking a subgraph that mostly fails, so that neither it nor those who wait are held up. An error in
 * a GraphQL result is no failure, nor is a request that was given up or never sent.
 */
export function createBreakerClient(client: TimedClient, settings: BreakerSettings): BreakerClient {
  const { subgraph, limits, onChange } = settings;
  const breaker: Breaker = new CircuitBreaker(
    (call, context, endsAt) => client.send(call, context, endsAt),
    {
      timeout: false,
      // Ours is reached at the share, the library's only above it.
      errorThresholdPercentage: limits.failurePercent - 1e-6,
      volumeThreshold: limits.requests,
      rollingCountTimeout: limits.windowMs,
      resetTimeout: limits.openMs,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // While half-open, a request that tells nothing keeps the breaker open rather than closing it.
      errorFilter: (error) => !breaker.halfOpen && saysNothing(error),
    },
  );
  onChange('closed');
  breaker.on('open', () => onChange('open'));
  breaker.on('halfOpen', () => onChange('half-open'));
  breaker.on('close', () => onChange('closed'));
  return {
    send(call, context, endsAt) {
      if (!breaker.closed && !breaker.pendingClose) return Promise.reject(isOpen(subgraph));
      return breaker.fire(call, context, endsAt);
    },
    close: () => breaker.shutdown(),
  };
}

function saysNothing(error: unknown): boolean {
  if (!(error instanceof SubgraphUnavailableError)) return true;
  return error.failure === 'given-up' || error.failure === 'not-sent';
}

function isOpen(subgraph: string): SubgraphUnavailableError {
  return new SubgraphUnavailableError(subgraph, 'its circuit breaker is open', 'not-sent');
}
