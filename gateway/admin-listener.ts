import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';

import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './telemetry/metrics.ts';

/** What an operator asks: is it alive, may it get requests, how is it doing. Never on the graph's port. */
export function createAdminListener(lifecycle: Lifecycle, metrics: Metrics): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.get('/health', () => ({ status: 'alive' }));
  app.get('/ready', (_request, reply) => {
    if (lifecycle.isReady()) return { status: 'ready' };
    return reply.code(503).send({ status: lifecycle.isDraining() ? 'draining' : 'loading' });
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  return app;
}
