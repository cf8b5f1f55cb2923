import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { GraphQLBody } from './request-step.ts';

const body = z.object({ query: z.string().nullable().catch(null), variables: z.unknown() });

/**
 * The document and variables of a request (GraphQL over HTTP, section 5). What is not there, or not as
 * it should be, is Apollo Server's to refuse.
 */
export function readGraphQLBody(request: FastifyRequest): GraphQLBody {
  const from = request.method === 'GET' ? request.query : request.body;
  const parsed = body.safeParse(from);
  if (!parsed.success) return { query: null, variables: null };
  const { query, variables } = parsed.data;
  return { query, variables: typeof variables === 'string' ? parseJson(variables) : variables };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
