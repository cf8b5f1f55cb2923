import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';

import { collectDefaultMetrics } from 'prom-client';

import type { GatewayConfig } from './config.ts';
import type { RunningGateway } from './start-gateway.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics } from './telemetry/metrics.ts';

/**
 * Runs a gateway as this process and, where the configuration says so, as workers beside it: one line
 * `ready` with the URL on stdout, SIGTERM and SIGINT drain, SIGHUP looks for a new supergraph.
 * A configuration that cannot work ends the process with status 1 and every fault on stderr.
 */
export async function runGateway(readSettings: () => GatewayConfig): Promise<void> {
  if (cluster.isWorker) {
    const { runWorker } = await import('./workers/run-worker.ts');
    runWorker();
    return;
  }
  try {
    const starting = start(readSettings());
    // From the first moment: what it means by itself is the end.
    process.on(
      'SIGHUP',
      () =>
        void starting.then(
          (gateway) => gateway.reload(),
          () => undefined,
        ),
    );
    const gateway = await starting;
    stopOnSignals(gateway);
    process.stdout.write(`ready ${gateway.url}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** Each way of running loads what it needs: the first of several processes stays small. */
async function start(config: GatewayConfig): Promise<RunningGateway> {
  const size = config.workers === 'auto' ? availableParallelism() : config.workers;
  if (size > 1) {
    const { startWorkers } = await import('./workers/start-workers.ts');
    return startWorkers(config, { size, log: createLogger(config.logLevel) });
  }
  const { startGateway } = await import('./start-gateway.ts');
  const metrics = createMetrics();
  collectDefaultMetrics({ register: metrics.registry });
  return startGateway(config, { metrics });
}

function stopOnSignals(gateway: RunningGateway): void {
  const stop = (): void => {
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
