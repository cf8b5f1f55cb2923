import type { Dispatcher } from 'undici';
import { z } from 'zod';

import { SubgraphUnavailableError } from './subgraph-client.ts';
import type { SubgraphResult } from './subgraph-client.ts';

interface Expectation {
  readonly name: string;
  readonly responseBytes: number;
}

const PASSING_STATUSES = new Set([502, 503, 504]);

/** Only the shape of GraphQL's response (specification, section 7.1); the data is the engine's to check. */
const graphqlResult = z
  .object({
    data: z.record(z.string(), z.unknown()).nullable().optional(),
    errors: z
      .array(
        z.looseObject({
          message: z.string().catch(''),
          path: z
            .array(z.union([z.string(), z.number()]))
            .optional()
            .catch(undefined),
          extensions: z.record(z.string(), z.unknown()).optional().catch(undefined),
        }),
      )
      .optional(),
  })
  .refine(({ data, errors }) => data !== undefined || (errors !== undefined && errors.length > 0));

/**
 * Reads a response as GraphQL over HTTP: a 2xx, or a 400 that carries errors. Anything else (a proxy's
 * page, a refusal, more bytes than allowed) is no answer. Throws a SubgraphUnavailableError.
 */
export async function readSubgraphResult(
  response: Dispatcher.ResponseData,
  expected: Expectation,
): Promise<SubgraphResult> {
  const { statusCode, body } = response;
  if (statusCode >= 300 && statusCode !== 400) {
    // Without reading the rest the connection could not be used again.
    await body.dump({ limit: 64 * 1024 }).catch(() => undefined);
    const passing = PASSING_STATUSES.has(statusCode);
    throw new SubgraphUnavailableError(expected.name, `HTTP status ${statusCode}`, passing);
  }
  const parsed = graphqlResult.safeParse(parseJson(await readText(body, expected)));
  if (!parsed.success) {
    throw new SubgraphUnavailableError(expected.name, 'the answer is not a GraphQL result');
  }
  // The check only looked; the parsed copy has the same members.
  return parsed.data as SubgraphResult;
}

async function readText(
  body: Dispatcher.ResponseData['body'],
  expected: Expectation,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const piece = Buffer.from(chunk as Uint8Array); // A body without an encoding yields bytes.
    bytes += piece.length;
    if (bytes > expected.responseBytes) {
      body.destroy();
      const reason = `the answer has more than ${expected.responseBytes} bytes`;
      throw new SubgraphUnavailableError(expected.name, reason);
    }
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
