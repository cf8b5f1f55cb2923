import type { Logger } from 'pino';

import type { BreakerState } from '../execute/breaker-client.ts';
import type { SubgraphClient } from '../execute/subgraph-client.ts';
import type { RequestStep } from '../request-step.ts';
import type { Metrics } from './metrics.ts';

/** Wraps a step so that its time is counted; the step itself knows nothing of it. */
export function observeStep<Step extends RequestStep>(step: Step, metrics: Metrics): Step {
  const run = step.run.bind(step) as (...given: unknown[]) => Promise<unknown>;
  const durations = metrics.step(step.name);
  const timed = (...given: unknown[]): Promise<unknown> => {
    const started = performance.now();
    const done = (): void => durations.observe(secondsSince(started));
    try {
      const running = run(...given);
      // Beside whoever waits for the step, who need not wait for the counting.
      running.then(done, done);
      return running;
    } catch (error) {
      done();
      throw error;
    }
  };
  // The same parameters and result as the step's own `run`, which the union of steps hides.
  return { ...step, run: timed as Step['run'] };
}

/** Wraps a subgraph's client so that its answers are counted. */
export function observeSubgraph(
  subgraph: string,
  client: SubgraphClient,
  metrics: Metrics,
): SubgraphClient {
  return {
    async send(call, context) {
      const started = performance.now();
      try {
        const result = await client.send(call, context);
        const outcome = result.errors === undefined ? 'ok' : 'errors';
        metrics.subgraphAnswered(subgraph, outcome, secondsSince(started));
        return result;
      } catch (error) {
        metrics.subgraphAnswered(subgraph, 'unavailable', secondsSince(started));
        throw error;
      }
    },
  };
}

/** Counts in which state each subgraph's circuit breaker is; each change is news to an operator. */
export function breakerObserver(
  metrics: Metrics,
  log: Logger,
): (subgraph: string, state: BreakerState) => void {
  const states = new Map<string, BreakerState>();
  return (subgraph, state) => {
    const was = states.get(subgraph);
    states.set(subgraph, state);
    metrics.breakerTurned(subgraph, state);
    if (was !== undefined && was !== state) {
      log.warn({ subgraph, state, was }, "a subgraph's circuit breaker turned");
    }
  };
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
