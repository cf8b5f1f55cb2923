import type { Logger } from 'pino';

import { createAdminListener } from '../admin-listener.ts';
import type { GatewayConfig } from '../config.ts';
import { supergraphFile } from '../execute/supergraph-source.ts';
import { createLifecycle } from '../lifecycle.ts';
import { freePort, listenAdmin } from '../listen.ts';
import { repeatEvery } from '../repeat-every.ts';
import type { RunningGateway } from '../start-gateway.ts';
import { createWorkerCounts } from './worker-counts.ts';
import { WorkerPool } from './worker-pool.ts';
import { WorkersMetrics } from './workers-metrics.ts';
import { WorkersSupergraph } from './workers-supergraph.ts';

export interface WorkersOptions {
  /** How many. */
  readonly size: number;
  readonly log: Logger;
}

/** What a worker may take to end after its drain, before it is killed. */
const GRACE_MS = 5_000;

/**
 * Starts a gateway of several processes: workers that answer on one port, and this one, which speaks to the
 * operator for all of them and has no other work. Rejects with a ConfigError, or with what a worker lacks.
 */
export async function startWorkers(
  config: GatewayConfig,
  options: WorkersOptions,
): Promise<RunningGateway> {
  const { log } = options;
  const lifecycle = createLifecycle();
  // Workers share a port by its number, which outlives all of them.
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const workers = openWorkers({ ...config, port }, options);
  const admin = await listenAdmin(
    () =>
      createAdminListener({
        lifecycle: { ...lifecycle, isReady: () => lifecycle.isReady() && workers.isServing() },
        metrics: () => workers.metrics(),
      }),
    config.adminHost,
    config.adminPort,
  );
  const stop = async (): Promise<void> => {
    await lifecycle.drain(0);
    await workers.stop().finally(() => admin.app.close());
  };
  try {
    const url = await workers.start();
    lifecycle.becomeReady();
    log.info({ url, adminUrl: admin.url, workers: options.size }, 'the gateway is ready');
    let stopped: Promise<void> | null = null;
    const reload = () => workers.reload('asked');
    return { url, adminUrl: admin.url, reload, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openWorkers(config: GatewayConfig, { size, log }: WorkersOptions) {
  const counts = createWorkerCounts(() => pool.serving.length);
  const metrics = new WorkersMetrics(counts.registry);
  const source = supergraphFile(config.supergraph);
  const supergraph = new WorkersSupergraph(source, { serving: () => pool.serving, log });
  let url = '';
  const pool = new WorkerPool({
    ...{ size, log },
    async prepare(worker) {
      url = await supergraph.startWorker(worker, config);
    },
    onReplace(worker) {
      counts.workerEnded();
      void metrics.remember(worker);
    },
  });
  const unwatch = repeatEvery(config.reload.watchSeconds, () => supergraph.reload('watched'));
  return {
    isServing: () => pool.serving.length > 0,
    metrics: () => metrics.text(pool.serving),
    reload: (why: 'asked' | 'watched') => supergraph.reload(why),
    async start() {
      await pool.start();
      return url;
    },
    async stop() {
      unwatch();
      const killed = await pool.stop(config.timeouts.drainMs + GRACE_MS);
      if (killed > 0) throw new Error(`${killed} worker(s) did not end in time and were killed.`);
    },
  };
}
