/**
 * Hive Gateway as one would run it in production: only errors in the log, no pages, operations compiled where its
 * own planner runs them. The bench sets HIVE_ENGINE, HIVE_SHARING and HIVE_PASSES_CALLER.
 */
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

const sharing = process.env.HIVE_SHARING;

export const gatewayConfig = defineConfig({
  ...(process.env.HIVE_ENGINE === 'hive-rust' ? { unifiedGraphHandler } : { jit: true }),
  logging: 'error',
  landingPage: false,
  graphiql: false,
  disableWebsockets: true,
  // Requests to subgraphs that are under way are shared unless it is told otherwise.
  transportEntries: {
    '*.http': { options: { deduplicateInflightRequests: sharing !== 'nothing' } },
  },
  inboundInflightRequestDeduplication: sharing === 'requests',
  ...(process.env.HIVE_PASSES_CALLER === 'true' ? { propagateHeaders: callerOnly() } : {}),
});

function callerOnly() {
  return {
    fromClientToSubgraphs: ({ request }) => ({
      'x-bench-caller': request.headers.get('x-bench-caller'),
    }),
  };
}
