import type { SupergraphSource } from './execute/supergraph-source.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { openGenerations } from './generations.ts';
import type { Generations } from './generations.ts';
import { createHttpListener } from './http-listener.ts';
import { listen } from './listen.ts';
import { createSubscriptions } from './subscriptions/subscriptions.ts';
import { acceptWebSockets } from './subscriptions/web-sockets.ts';

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
  const current = () => generations.current();
  const subscriptions = createSubscriptions(parts, current);
  const app = createHttpListener(parts, current, subscriptions);
  const sockets = acceptWebSockets(app.server, { parts, subscriptions, current });
  const url = await listen(app, config.host, config.port).catch(async (error: unknown) => {
    await generations.close();
    throw error;
  });
  lifecycle.becomeReady();
  const stop = async (): Promise<void> => {
    const draining = lifecycle.drain(config.timeouts.drainMs);
    // They would never end by themselves.
    await Promise.all([subscriptions.close(), sockets.close(config.timeouts.drainMs)]);
    const { unfinished } = await draining;
    if (unfinished > 0) log.warn({ unfinished }, 'requests were cut off at the end');
    const closed = app.close();
    // A connection that never carried a request is not idle to Node, which would wait for it.
    app.server.closeAllConnections();
    await closed;
    await generations.close();
  };
  let stopped: Promise<void> | null = null;
  return {
    url: `${url}/graphql`,
    reload: (why) => generations.reload(why),
    stop: () => (stopped ??= stop()),
  };
}
