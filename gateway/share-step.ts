import type { ExecutionResult } from 'graphql';

import { callerKey } from './auth/caller-key.ts';
import { Deadline } from './deadline.ts';
import type { EngineOperation } from './execute/engine.ts';
import type { OperationStep } from './request-step.ts';

/**
 * Gives requests that are equal and under way at the same time one answer, where the configuration says so.
 * Equal is: one document, operation and variables, for callers of whom the same is known. Mutations run each.
 */
export function shareStep(isOn: boolean): OperationStep {
  const underWay = new Map<string, Promise<ExecutionResult>>();
  return {
    at: 'operation',
    name: 'share',
    async run(operation, next) {
      const { record, caller } = operation.context;
      if (!isOn || record.operationKind !== 'query') return next(operation);
      const key = `${String(record.documentHash)} ${callerKey(caller)} ${asked(operation)}`;
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const answered = next(onItsOwn(operation)).finally(() => underWay.delete(key));
      underWay.set(key, answered);
      return answered;
    },
  };
}

/** The answer is for all who wait for it, whoever of them goes. */
function onItsOwn(operation: EngineOperation): EngineOperation {
  const { context } = operation;
  const deadline = new Deadline(context.deadline.endsAt);
  return { ...operation, context: { ...context, deadline } };
}

function asked({ operationName, variables }: EngineOperation): string {
  return JSON.stringify([operationName, variables]);
}
