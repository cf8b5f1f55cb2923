import type { GraphQLFormattedError } from 'graphql';

import { PassedResult } from './passed-result.ts';
import type { ResponseCheck, SubgraphResult } from './subgraph-client.ts';

/** Reads a response's bytes, unless they pass the check for being the client's response already. */
export function readAnswer(answer: Buffer, check: ResponseCheck | null): SubgraphResult | null {
  if (check?.(answer) === true) return new PassedResult(check, answer);
  return readSubgraphResult(answer.toString('utf8'));
}

/**
 * Reads a response's text as GraphQL (specification, section 7.1): only its shape, the data is the engine's
 * to check. Null for what is no GraphQL result.
 */
export function readSubgraphResult(text: string): SubgraphResult | null {
  const answer = parseJson(text);
  if (!isRecord(answer)) return null;
  const { data, errors } = answer;
  if (!isData(data) || !isErrors(errors)) return null;
  if (errors === undefined || errors.length === 0) {
    return data === undefined ? null : { data, isPlain: !text.includes('\\') };
  }
  const read = errors.map(readError);
  return data === undefined ? { errors: read } : { data, errors: read };
}

type JsonObject = Record<string, unknown>;

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No field is called `__proto__`, and an engine that copies members one by one would set a prototype. */
function isData(value: unknown): value is JsonObject | null | undefined {
  if (value === undefined || value === null) return true;
  return isRecord(value) && !Object.hasOwn(value, '__proto__');
}

function isErrors(value: unknown): value is readonly JsonObject[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every(isRecord));
}

/** An error counts even if what it says about itself is not as it should be. */
function readError({ message, path, extensions }: JsonObject): GraphQLFormattedError {
  return {
    message: typeof message === 'string' ? message : '',
    ...(isPath(path) ? { path } : {}),
    ...(isRecord(extensions) ? { extensions } : {}),
  };
}

function isPath(value: unknown): value is (string | number)[] {
  return (
    Array.isArray(value) && value.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
