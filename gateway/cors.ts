import type { FastifyInstance } from 'fastify';

const SECONDS_TO_REMEMBER = 600;

/** Lets web pages of the given origins ask (Fetch standard, CORS protocol); of no others. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'origin');
    if (origin === undefined || !origins.includes(origin)) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after',
    });
    if (request.method !== 'OPTIONS') return;
    await reply
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers':
          'authorization, content-type, apollo-require-preflight, x-request-id, x-purpose, x-break-glass-reason, x-break-glass-until',
        'access-control-max-age': SECONDS_TO_REMEMBER,
      })
      .code(204)
      .send();
  });
}
