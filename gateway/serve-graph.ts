import type { SupergraphSource } from './execute/supergraph-source.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { openGenerations } from './generations.ts';
import type { Generations } from './generations.ts';
import { createHttpListener } from './http-listener.ts';
import { listen } from './listen.ts';

/** The graph on its port. */
export interface ServedGraph extends Pick<Generations, 'reload'> {
  /** Where it is, with `/graphql`. */
  readonly url: string;
  /** Refuses new requests, lets the running ones finish within `timeouts.drainMs`, then closes everything. */
  stop(): Promise<void>;
}

/** Throws a ConfigError for whatever the configuration or the supergraph lacks. */
export async function serveGraph(
  parts: GatewayParts,
  source: SupergraphSource,
): Promise<ServedGraph> {
  const { config, lifecycle, log } = parts;
  const generations = await openGenerations(source, parts);
  const app = createHttpListener(parts, () => generations.current());
  const url = await listen(app, config.host, config.port).catch(async (error: unknown) => {
    await generations.close();
    throw error;
  });
  lifecycle.becomeReady();
  const stop = async (): Promise<void> => {
    const { unfinished } = await lifecycle.drain(config.timeouts.drainMs);
    if (unfinished > 0) {
      log.warn({ unfinished }, 'requests were cut off at the end');
      app.server.closeAllConnections();
    }
    await app.close();
    await generations.close();
  };
  let stopped: Promise<void> | null = null;
  return {
    url: `${url}/graphql`,
    reload: (why) => generations.reload(why),
    stop: () => (stopped ??= stop()),
  };
}
