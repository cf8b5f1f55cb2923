import { defineRoom } from '../kit/room.ts';
import { countEvents } from './facts/count-events.ts';
import { COUNTED_EVENTS } from './facts/fact-kinds.ts';
import { metricsMigrations } from './migrations.ts';
import { metricsResolvers } from './resolvers.ts';
import { keepRollups } from './rollups/keep-rollups.ts';
import type { MetricsServices } from './services.ts';
import type { MetricsTables } from './tables.ts';

/** The metrics room: facts folded from every room's events, and the KPIs counted from them. */
export const metricsRoom = defineRoom<MetricsTables, MetricsServices, object>({
  name: 'metrics',
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations: metricsMigrations,
  open({ database, clock, kick, log }) {
    const rollups = keepRollups(database, log);
    return Promise.resolve(Object.freeze({ database, clock, kick, rollups }));
  },
  close: ({ rollups }) => rollups.stop(),
  contextFor: () => ({}),
  resolvers: metricsResolvers,
  consumes: [
    {
      types: COUNTED_EVENTS,
      handle: ({ database }, events) => countEvents(database, events),
    },
  ],
});
