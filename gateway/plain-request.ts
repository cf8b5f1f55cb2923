import type { FastifyRequest } from 'fastify';

/** What a request asks that has nothing unusual about it. */
export interface PlainRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PLAIN_TYPES: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
]);

/** What clients say that want JSON and no other form of it; whoever weighs types has them weighed. */
const PLAIN_ACCEPTS: ReadonlySet<string | undefined> = new Set([
  undefined,
  '*/*',
  'application/json',
  'application/json, */*',
  'application/json,*/*',
  'application/json, text/plain, */*',
]);

/** A POST of JSON, for JSON, with the members that everybody sends; null for whatever is special. */
export function readPlainRequest({ method, headers, body }: FastifyRequest): PlainRequest | null {
  const isUsual =
    method === 'POST' &&
    PLAIN_TYPES.has(headers['content-type']) &&
    PLAIN_ACCEPTS.has(headers.accept);
  return isUsual && isRecord(body) ? readMembers(body) : null;
}

function readMembers(body: Readonly<Record<string, unknown>>): PlainRequest | null {
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || extensions !== undefined) return null;
  const name = operationName ?? null;
  const values = variables ?? {};
  if (name !== null && typeof name !== 'string') return null;
  return isRecord(values) ? { query, operationName: name, variables: values } : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
