import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import type { BreakerState } from '../execute/breaker-client.ts';
import { DurationCounts } from './duration-counts.ts';

/** What is counted of subgraphs. */
export interface SubgraphMetrics {
  subgraphAnswered(subgraph: string, outcome: SubgraphOutcome, seconds: number): void;
  breakerTurned(subgraph: string, state: BreakerState): void;
}

type SubgraphOutcome = 'ok' | 'errors' | 'unavailable';

const LEVELS: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function createSubgraphMetrics(registry: Registry): SubgraphMetrics {
  const registers = [registry];
  const requests = new DurationCounts(
    {
      name: 'switchboard_subgraph_duration_seconds',
      help: 'One subgraph request.',
      labelNames: ['subgraph', 'outcome'],
    },
    registry,
  );
  const breakers = new Gauge({
    name: 'switchboard_subgraph_breaker_state',
    help: 'Whether a subgraph is asked: 0 yes (closed), 1 once, to see (half-open), 2 no (open).',
    labelNames: ['subgraph'],
    // Each worker has a breaker of its own: what is shown of several is the worst.
    aggregator: 'max',
    registers,
  });
  return {
    subgraphAnswered: (subgraph, outcome, seconds) =>
      requests.series(subgraph, outcome).observe(seconds),
    breakerTurned: (subgraph, state) => breakers.set({ subgraph }, LEVELS[state]),
  };
}
