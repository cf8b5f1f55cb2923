import type { AccessControl } from './access/access-control.ts';
import { withDenials } from './access/denials.ts';
import type { OperationStep } from './request-step.ts';

/** The slice of access control that a request needs. */
export type AccessDecider = Pick<AccessControl, 'prepare'>;

/**
 * Decides each rule once and lets through only what is allowed, so that nothing denied is ever fetched;
 * then adds the errors of what was withheld.
 */
export function accessStep(access: AccessDecider): OperationStep {
  return {
    at: 'operation',
    name: 'access',
    async run(operation, next) {
      const { document, operationName, variables, context } = operation;
      const { caller } = context;
      const prepared = await access.prepare({ document, operationName, variables, caller });
      if (prepared.kind === 'answer') return prepared.result;
      const { presentation, variables: all } = prepared;
      const result = await next({ ...operation, variables: all, presentation });
      return withDenials(result, prepared.denials());
    },
  };
}
