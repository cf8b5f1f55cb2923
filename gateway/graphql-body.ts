import type { FastifyRequest } from 'fastify';

import type { GraphQLBody } from './request-step.ts';

/**
 * The document and variables of a request (GraphQL over HTTP, section 5), read from the same places and
 * by the same parser as Apollo Server reads them. What is not as it should be is Apollo Server's to refuse.
 */
export function readGraphQLBody(request: FastifyRequest): GraphQLBody {
  if (request.method === 'GET') return fromSearch(request.url);
  const { body } = request;
  if (typeof body !== 'object' || body === null) return { query: null, variables: null };
  const query = 'query' in body && typeof body.query === 'string' ? body.query : null;
  return { query, variables: 'variables' in body ? body.variables : null };
}

function fromSearch(url: string): GraphQLBody {
  const start = url.indexOf('?');
  const parameters = new URLSearchParams(start === -1 ? '' : url.slice(start).split('#')[0]);
  const variables = parameters.get('variables');
  return {
    query: parameters.get('query'),
    variables: variables === null ? null : parseJson(variables),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
