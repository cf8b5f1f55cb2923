import type { GatewayClient } from '../client/gateway-client.ts';

const LOOK_EVERY_MS = 300;
/** Longer than the rooms' feeds take between two looks at their division's system. */
const STILL_LOOKS = 5;
const MOST_LOOKS = 200;

/** Waits until the events of what was loaded have stopped coming: the first query then sees all of it. */
export async function waitUntilCounted(client: GatewayClient): Promise<void> {
  let last = -1;
  let still = 0;
  for (let look = 0; look < MOST_LOOKS && still < STILL_LOOKS; look++) {
    const data = await client.ask('{ metricsFreshness { events } }', {});
    const { events } = data['metricsFreshness'] as { readonly events: number }; // As selected.
    still = events === last ? still + 1 : 0;
    last = events;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
