import type { SubgraphClient, TimedClient } from './subgraph-client.ts';

/** Gives every request the time that its subgraph may take, or what is left of the client's request. */
export function createDeadlineClient(client: TimedClient, timeoutMs: number): SubgraphClient {
  return {
    send(call, context) {
      const endsAt = Math.min(performance.now() + timeoutMs, context.deadline.endsAt);
      return client.send(call, context, endsAt);
    },
  };
}
