import { inspect, isDeepStrictEqual } from 'node:util';
import { wireBytes, type BenchRequest } from '../load/wire-request.ts';
import type { WireRequest } from '../load/run-load.ts';

/** What a gateway answered to a request. */
export interface FirstAnswer {
  readonly request: BenchRequest;
  readonly text: string;
  readonly data: unknown;
}

/** Asks every request once. Throws for an answer that has no data. */
export async function firstAnswers(
  url: URL,
  requests: readonly BenchRequest[],
): Promise<readonly FirstAnswer[]> {
  const answers: FirstAnswer[] = [];
  for (const request of requests) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...request.headers,
      },
      body: request.body,
    });
    const text = await response.text();
    const data = response.ok ? (JSON.parse(text) as { readonly data?: unknown }).data : undefined;
    if (typeof data !== 'object' || data === null) {
      throw new Error(`Expected data, but got: ${response.status} ${text.slice(0, 300)}.`);
    }
    answers.push({ request, text, data });
  }
  return answers;
}

/**
 * The requests as they go over the wire to a gateway whose answers hold the same data as the reference's. Its own
 * answers say how many bytes must come from now on: members may come in another order, errors in other words.
 */
export async function verifiedRequests(
  url: URL,
  reference: readonly FirstAnswer[],
): Promise<readonly WireRequest[]> {
  const answers = await firstAnswers(
    url,
    reference.map(({ request }) => request),
  );
  return answers.map(({ request, text, data }, index) => {
    const expected = reference[index]?.data;
    if (!isDeepStrictEqual(data, expected)) {
      throw new Error(
        `Its data differ from the reference's at ${firstDifference(data, expected)}.`,
      );
    }
    return { bytes: wireBytes(url, request), answerBytes: Buffer.byteLength(text) };
  });
}

function firstDifference(data: unknown, expected: unknown, path = 'data'): string {
  if (isObject(data) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(data), ...Object.keys(expected)])];
    const key = keys.find((one) => !isDeepStrictEqual(data[one], expected[one])) ?? '';
    return firstDifference(data[key], expected[key], `${path}.${key}`);
  }
  return `${path}: expected ${shown(expected)}, but got: ${shown(data)}`;
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 100);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
