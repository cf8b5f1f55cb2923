import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { prometheusContentType } from 'prom-client';

import type { Lifecycle } from './lifecycle.ts';

export interface AdminParts {
  readonly lifecycle: Pick<Lifecycle, 'isReady' | 'isDraining'>;
  /** All that is counted, in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

/** What an operator asks: is it alive, may it get requests, how is it doing. Never on the graph's port. */
export function createAdminListener({ lifecycle, metrics }: AdminParts): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.get('/health', () => ({ status: 'alive' }));
  app.get('/ready', (_request, reply) => {
    if (lifecycle.isReady()) return { status: 'ready' };
    return reply.code(503).send({ status: lifecycle.isDraining() ? 'draining' : 'loading' });
  });
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', prometheusContentType);
    return metrics();
  });
  return app;
}
