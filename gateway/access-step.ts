import type { ExecutionResult } from 'graphql';

import type { AccessControl, PreparedAccess } from './access/access-control.ts';
import { withDenials } from './access/denials.ts';
import type { ReadLedger } from './audit/read-ledger.ts';
import { gatewayError } from './errors.ts';
import type { EngineOperation } from './execute/engine.ts';
import type { OperationStep } from './request-step.ts';

/** The slice of access control that a request needs. */
export type AccessDecider = Pick<AccessControl, 'prepare'>;

/**
 * Decides each rule once and lets through only what is allowed, so that nothing denied is ever fetched;
 * then adds the errors of what was withheld. What must be recorded is not read unless it can be, and goes out
 * only when it is.
 */
export function accessStep(access: AccessDecider, ledger: ReadLedger | null): OperationStep {
  return {
    at: 'operation',
    name: 'access',
    async run(operation, next) {
      const { document, operationName, variables, context } = operation;
      const { caller } = context;
      const prepared = await access.prepare({ document, operationName, variables, caller });
      const { judged } = prepared;
      if (ledger === null || judged === null) return answerTo(prepared, operation, next);
      const recording = await ledger.begin(judged, context);
      if (recording === 'shut') return notRecorded();
      const result = await answerTo(prepared, operation, next);
      return recording === null || (await recording.end()) ? result : notRecorded();
    },
  };
}

function notRecorded(): ExecutionResult {
  return { errors: [gatewayError('LEDGER_UNAVAILABLE', [])] };
}

async function answerTo(
  prepared: PreparedAccess,
  operation: EngineOperation,
  next: (operation: EngineOperation) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  if (prepared.kind === 'answer') return prepared.result;
  const { presentation, variables } = prepared;
  const result = await next({ ...operation, variables, presentation });
  return withDenials(result, prepared.denials());
}
