import type { OperationStep } from '../request-step.ts';
import type { Engine } from './engine.ts';
import { resultForClient } from './result-for-client.ts';

/** Takes from the result what only the log may say. */
export const redactStep: OperationStep = {
  at: 'operation',
  name: 'redact',
  async run(operation, next) {
    return resultForClient(await next(operation), operation.context);
  },
};

/** Plans and fetches. What an engine throws, it throws for a fault of its own. */
export function executeStep(engine: Engine): OperationStep {
  return {
    at: 'operation',
    name: 'execute',
    async run(operation) {
      try {
        return await engine.execute(operation);
      } catch (error) {
        return { errors: [error as never] }; // The next step outwards sorts out what it is.
      }
    },
  };
}
