import type { ExecutionResult } from 'graphql';

import type { EngineOperation } from './execute/engine.ts';
import type { OperationStep } from './request-step.ts';

/** Runs an operation through all of its steps. */
export type RunOperation = (operation: EngineOperation) => Promise<ExecutionResult>;

/** The steps as one, from the outermost to the engine. */
export function chain(steps: readonly OperationStep[]): RunOperation {
  return steps.reduceRight<RunOperation>(
    (next, step) => (operation) => step.run(operation, next),
    () => Promise.reject(new Error('No step answered the operation.')),
  );
}
