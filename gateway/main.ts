import { collectDefaultMetrics } from 'prom-client';

import { ConfigError } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { errorCodeOf } from './error-code.ts';
import { startGateway } from './start-gateway.ts';
import type { RunningGateway } from './start-gateway.ts';
import { createMetrics } from './telemetry/metrics.ts';

/**
 * Runs a gateway as this process: one line `ready` with the URL on stdout, SIGTERM and SIGINT drain,
 * SIGHUP looks for a new supergraph.
 * A configuration that cannot work ends the process with status 1 and every fault on stderr.
 */
export async function runGateway(
  readSettings: () => GatewayConfig,
): Promise<RunningGateway | null> {
  try {
    const metrics = createMetrics();
    collectDefaultMetrics({ register: metrics.registry });
    const gateway = await startGateway(readSettings(), { metrics });
    stopOnSignals(gateway);
    process.on('SIGHUP', () => void gateway.reload());
    process.stdout.write(`ready ${gateway.url}\n`);
    return gateway;
  } catch (error) {
    const known = error instanceof ConfigError || isPortInUse(error);
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return null;
  }
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

function isPortInUse(error: unknown): error is Error {
  return error instanceof Error && errorCodeOf(error) === 'EADDRINUSE';
}
