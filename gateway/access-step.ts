import type { ExecutionResult } from 'graphql';

import type { AccessControl, AccessRequest, PreparedAccess } from './access/access-control.ts';
import type { OnBreakGlass } from './access/break-glass-event.ts';
import { withDenials } from './access/denials.ts';
import { withheldPlaces } from './access/withheld-places.ts';
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
export function accessStep(
  access: AccessDecider,
  ledger: ReadLedger | null,
  onBreakGlass: OnBreakGlass = () => undefined,
): OperationStep {
  return {
    at: 'operation',
    name: 'access',
    async run(operation, next) {
      const { document, operationName, variables, context } = operation;
      const { caller } = context;
      const request = { document, operationName, variables, caller };
      const prepared = await access.prepare(request);
      if (caller?.breakGlass !== undefined) {
        await tellEmergency(operation, await openedBy(access, request, prepared), onBreakGlass);
      }
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

/** The selections of which the emergency shows more than is shown without it. */
async function openedBy(
  access: AccessDecider,
  request: AccessRequest,
  prepared: PreparedAccess,
): Promise<readonly string[]> {
  const { caller } = request;
  if (caller?.breakGlass === undefined) return [];
  const { scopes } = caller.breakGlass;
  const without = await access.prepare({ ...request, caller: { ...caller, scopes } });
  const still = withheldPlaces(prepared);
  return [...withheldPlaces(without)].filter((at) => !still.has(at));
}

async function tellEmergency(
  { context, operationName }: EngineOperation,
  opened: readonly string[],
  onBreakGlass: OnBreakGlass,
): Promise<void> {
  const { caller, requestId, record, log } = context;
  if (caller?.breakGlass === undefined) return;
  const { reason, until } = caller.breakGlass;
  log.warn({ requestId, subject: caller.subject, opened }, 'break-glass: what it opened');
  await onBreakGlass({
    ...{ requestId, caller, reason, until, opened },
    operationName: record.operationName ?? operationName,
    documentHash: record.documentHash,
  });
}
