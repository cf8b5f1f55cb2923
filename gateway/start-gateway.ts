import { createAdminListener } from './admin-listener.ts';
import type { GatewayConfig } from './config.ts';
import { givenSupergraph, supergraphFile } from './execute/supergraph-source.ts';
import { createGatewayParts } from './gateway-parts.ts';
import type { GatewayOptions, GatewayParts } from './gateway-parts.ts';
import type { ReloadOutcome } from './generations.ts';
import { listenAdmin } from './listen.ts';
import { repeatEvery } from './repeat-every.ts';
import { serveGraph } from './serve-graph.ts';
import type { ServedGraph } from './serve-graph.ts';

export interface StartOptions extends GatewayOptions {
  /** Supergraph SDL instead of the file that the configuration names. */
  readonly supergraph?: string;
}

export interface RunningGateway {
  /** Where the graph is, with `/graphql`. */
  readonly url: string;
  /** Where `/health`, `/ready` and `/metrics` are. */
  readonly adminUrl: string;
  /** Looks at the supergraph file and turns to it if it has changed and has no faults; else says why not in the log. */
  reload(): Promise<ReloadOutcome>;
  /** Refuses new requests, lets the running ones finish within `timeouts.drainMs`, then closes everything. */
  stop(): Promise<void>;
}

/** Starts a gateway in this process. Throws a ConfigError for whatever the configuration lacks. */
export async function startGateway(
  config: GatewayConfig,
  options: StartOptions = {},
): Promise<RunningGateway> {
  const parts = createGatewayParts(config, options);
  const { log, lifecycle, metrics } = parts;
  const admin = await listenAdmin(
    () => createAdminListener({ lifecycle, metrics: () => metrics.registry.metrics() }),
    config.adminHost,
    config.adminPort,
  );
  try {
    const graph = await openGraph(parts, options.supergraph);
    log.info({ url: graph.url, adminUrl: admin.url }, 'the gateway is ready');
    return {
      url: graph.url,
      adminUrl: admin.url,
      reload: () => graph.reload('asked'),
      async stop() {
        await graph.stop();
        await admin.app.close();
      },
    };
  } catch (error) {
    await admin.app.close();
    throw error;
  }
}

async function openGraph(parts: GatewayParts, given: string | undefined): Promise<ServedGraph> {
  const { config } = parts;
  const source = given === undefined ? supergraphFile(config.supergraph) : givenSupergraph(given);
  const graph = await serveGraph(parts, source);
  const unwatch = repeatEvery(config.reload.watchSeconds, () => graph.reload('watched'));
  return {
    ...graph,
    stop() {
      unwatch();
      return graph.stop();
    },
  };
}
