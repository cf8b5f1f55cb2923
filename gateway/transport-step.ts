import { getOperationAST, OperationTypeNode } from 'graphql';

import { gatewayError } from './errors.ts';
import type { OperationStep } from './request-step.ts';

/** Refuses a subscription that came by a plain request, which has one answer and no more. */
export const transportStep: OperationStep = {
  at: 'operation',
  name: 'transport',
  run(operation, next) {
    const parsed = getOperationAST(operation.document, operation.operationName);
    if (parsed?.operation !== OperationTypeNode.SUBSCRIPTION) return next(operation);
    const what = 'A subscription needs a WebSocket, or "Accept: text/event-stream".';
    return Promise.resolve({ errors: [gatewayError('TRANSPORT_NOT_ALLOWED', [what])] });
  },
};
