import type { AccessControl } from './access/access-control.ts';
import type { OperationStep } from './request-step.ts';

/** The slice of access control that a request needs. */
export type AccessDecider = Pick<AccessControl, 'prepare'>;

/**
 * Decides each rule once and lets through only what is allowed, so that nothing denied is ever fetched;
 * then puts nulls and errors where something was withheld. Null where the supergraph protects nothing.
 */
export function accessStep(access: AccessDecider | null): OperationStep {
  return {
    at: 'operation',
    name: 'access',
    async run(operation, next) {
      if (access === null) return next(operation);
      const { document, operationName, variables, context } = operation;
      const { caller } = context;
      const prepared = await access.prepare({ document, operationName, variables, caller });
      if (prepared.kind === 'answer') return prepared.result;
      const { document: filtered, text } = prepared;
      return prepared.shape(await next({ ...operation, document: filtered, text }));
    },
  };
}
