import { createAdminListener } from './admin-listener.ts';
import type { GatewayConfig } from './config.ts';
import { givenSupergraph, supergraphFile } from './execute/supergraph-source.ts';
import { createGatewayParts } from './gateway-parts.ts';
import type { GatewayOptions, GatewayParts } from './gateway-parts.ts';
import { openGenerations } from './generations.ts';
import type { ReloadOutcome } from './generations.ts';
import { createHttpListener } from './http-listener.ts';
import { listen, listenAdmin } from './listen.ts';
import { watchSupergraph } from './watch-supergraph.ts';

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
    () => createAdminListener(lifecycle, metrics),
    config.adminHost,
    config.adminPort,
  );
  try {
    const graph = await openGraph(parts, options.supergraph);
    lifecycle.becomeReady();
    log.info({ url: graph.url, adminUrl: admin.url }, 'the gateway is ready');
    const stop = async (): Promise<void> => {
      const { unfinished } = await lifecycle.drain(config.timeouts.drainMs);
      if (unfinished > 0) log.warn({ unfinished }, 'requests were cut off at the end');
      await graph.close(unfinished > 0);
      await admin.app.close();
    };
    let stopped: Promise<void> | null = null;
    const { url, reload } = graph;
    return { url, adminUrl: admin.url, reload, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await admin.app.close();
    throw error;
  }
}

async function openGraph(parts: GatewayParts, given: string | undefined) {
  const { config } = parts;
  const source = given === undefined ? supergraphFile(config.supergraph) : givenSupergraph(given);
  const generations = await openGenerations(source, parts);
  const app = createHttpListener(parts, () => generations.current());
  const url = await listen(app, config.host, config.port);
  const { watchSeconds } = config.reload;
  const unwatch = watchSeconds === undefined ? null : watchSupergraph(generations, watchSeconds);
  return {
    url: `${url}/graphql`,
    reload: () => generations.reload('asked'),
    async close(cutOff: boolean) {
      unwatch?.();
      if (cutOff) app.server.closeAllConnections();
      await app.close();
      await generations.close();
    },
  };
}
