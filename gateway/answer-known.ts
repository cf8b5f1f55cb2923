import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLError } from 'graphql';

import type { RequestContext } from './context.ts';
import { responseBytes } from './execute/native/written-data.ts';
import { sendErrors } from './http-errors.ts';
import { hideInternals } from './hide-internals.ts';
import type { KnownOperation, KnownOperations } from './known-operations.ts';
import { readPlainRequest } from './plain-request.ts';
import type { RunOperation } from './run-operation.ts';

export interface KnownAnswerParts {
  readonly known: KnownOperations;
  /** Judges the size of the request and says what the steps need to know of it. Throws what it refuses for. */
  readonly enter: (request: FastifyRequest) => Promise<RequestContext>;
  readonly run: RunOperation;
}

const SHORT_BYTES = 4096;
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Answers a plain request for a known operation by the same steps as every other, without the detour over
 * Apollo Server, which would find out what is known already. False, and nothing is done, for all others.
 */
export function answererOfKnown({ known, enter, run }: KnownAnswerParts) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const asked = readPlainRequest(request);
    if (asked === null) return false;
    const { record } = request.exchange;
    const hash = known.hashOf(asked.query);
    const operation = known.find(hash, asked.operationName);
    if (operation === null) return false;
    known.rememberHash(asked.query, hash);
    record.documentHash = hash;
    note(operation, record);
    const context = await enter(request);
    const { operationName, variables } = asked;
    const { document } = operation;
    const result = await run({ document, presentation: null, operationName, variables, context });
    const { errors = [] } = result;
    for (const { extensions } of errors) record.errorCodes.add(String(extensions['code']));
    if (result.data === undefined) await sendErrors(errors.map(shown(context)), request, reply);
    else await reply.header('content-type', JSON_TYPE).send(bodyOf(result, context));
    return true;
  };
}

function note({ name, kind }: KnownOperation, record: RequestContext['record']): void {
  record.operationName = name;
  record.operationKind = kind;
}

/** Bytes; of a short response its text, which Node writes in one piece with the head and bytes it does not. */
function bodyOf({ data, errors = [] }: ExecutionResult, context: RequestContext): Buffer | string {
  const bytes = responseBytes({ data, errors: errors.map(shown(context)) });
  return bytes.length > SHORT_BYTES ? bytes : bytes.toString();
}

function shown({ log }: RequestContext) {
  const hide = hideInternals(log);
  return (error: GraphQLError) => hide(error.toJSON(), error);
}
