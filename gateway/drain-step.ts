import { gatewayError } from './errors.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ArrivalStep } from './request-step.ts';

/** Refuses what comes after the end was announced; what is under way goes on. */
export function drainStep(lifecycle: Lifecycle): ArrivalStep {
  return {
    at: 'arrival',
    name: 'drain',
    run() {
      return lifecycle.isDraining()
        ? Promise.reject(gatewayError('SHUTTING_DOWN', []))
        : Promise.resolve();
    },
  };
}
