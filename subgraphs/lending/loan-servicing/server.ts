import { createHash, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Operation, Schema } from './description.ts';
import { operations, type Input, type OperationHandler, type Services } from './operations.ts';
import { Refusal } from './records.ts';

/** The loan-servicing system over HTTP: one route an operation of its description, checked by it. */
export function buildServer(services: Services, apiKey: string): FastifyInstance {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_KEY_BYTES },
    ajv: { customOptions: { removeAdditional: false, allowUnionTypes: true } },
  });
  server.setErrorHandler(sendError);
  server.setNotFoundHandler((request, reply) =>
    refuse(reply, 404, 'NOT_FOUND', `There is no ${request.method} ${request.url}.`),
  );
  for (const operation of services.description.operations) {
    const handler = operations[operation.id];
    if (handler === undefined) throw new Error(`Operation "${operation.id}" has no handler.`);
    addRoute(server, operation, { services, handler, apiKey });
  }
  return server;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_KEY_BYTES = 512;

interface RouteParts {
  readonly services: Services;
  readonly handler: OperationHandler;
  readonly apiKey: string;
}

function addRoute(server: FastifyInstance, operation: Operation, parts: RouteParts): void {
  const { services, handler, apiKey } = parts;
  const rehearses = !operation.isPublic && !operation.path.startsWith('/admin/');
  server.route({
    method: operation.method,
    url: operation.path,
    schema: {
      params: operation.params,
      querystring: operation.query,
      ...(operation.body === null ? {} : { body: operation.body }),
    },
    async onRequest(request) {
      if (!operation.isPublic) checkKey(request, apiKey);
      const status = rehearses ? await services.faults.next() : null;
      if (status !== null) throw new Refusal(status, 'FAULT', 'Failed on purpose.');
    },
    async handler(request, reply) {
      const answer = handler(services, inputOf(request));
      await services.store.durable();
      return reply.code(successOf(operation)).send(answer);
    },
  });
}

function successOf(operation: Operation): number {
  return Number([...operation.responses.keys()].find((status) => status.startsWith('2')) ?? 200);
}

function inputOf(request: FastifyRequest): Input {
  const { params, query, body } = request;
  const check = (schema: Schema, row: unknown): string | null => {
    const validate = request.compileValidationSchema(schema);
    if (validate(row)) return null;
    const fault = validate.errors?.[0];
    return `row${fault?.instancePath ?? ''} ${fault?.message ?? 'is not valid'}`;
  };
  return { params, query, body, check };
}

/** Compares digests, so that neither the time nor the length tells anything of the key. */
function checkKey(request: FastifyRequest, apiKey: string): void {
  const sent = digest(request.headers.authorization ?? '');
  if (!timingSafeEqual(sent, digest(`Bearer ${apiKey}`))) {
    throw new Refusal(401, 'UNAUTHENTICATED', 'The API key must be sent as a bearer token.');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return refuse(reply, error.status, error.code, error.message);
  const status = statusOf(error);
  if (status < 500) return refuse(reply, status, 'INVALID_REQUEST', messageOf(error));
  // Nothing of the inside goes out; a store that cannot be written is the one reason known.
  if (request.url === '/health') return reply.code(503).send({ status: 'down' });
  return refuse(reply, 503, 'UNAVAILABLE', STATUS_CODES[503] ?? '');
}

function statusOf(error: unknown): number {
  const known = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof known === 'number' ? known : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The request is not valid.';
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ code, message });
}
