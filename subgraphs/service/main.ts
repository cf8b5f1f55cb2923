import { concernsOwnDivision } from '../../schema/access/own-division.ts';
import { concernsOwnTeam } from '../../schema/access/own-team.ts';
import { defineRoom } from '../kit/room.ts';
import { openDataSource } from './data-source.ts';
import { createLoaders, type ServiceLoaders } from './loaders.ts';
import { serviceMigrations } from './migrations.ts';
import { serviceResolvers } from './resolvers.ts';
import type { ServiceServices } from './services.ts';
import { readRoutingBook } from './routing/routing-book.ts';
import { watchQueues } from './routing/watch-queues.ts';
import { readSlaBook } from './sla/sla-book.ts';
import { watchClocks } from './sla/watch-clocks.ts';
import { boundsOf } from './store/case-bounds.ts';
import type { ServiceTables } from './tables.ts';

export const serviceRoom = defineRoom<
  ServiceTables,
  ServiceServices,
  { readonly loaders: ServiceLoaders }
>({
  name: 'service',
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations: serviceMigrations,
  async open({ database, clock, log, settings, kick }) {
    const book = await readSlaBook(settings['SLA_POLICIES']);
    const routing = await readRoutingBook(settings['ROUTING_POLICIES']);
    const dataSource = openDataSource(database, book, routing);
    const { tellAlerts } = dataSource;
    const watches = [
      watchClocks({ tellAlerts, kick, clock, log }),
      watchQueues({ routeCases: dataSource.routing.routeCases, kick, clock, log }),
    ];
    return { dataSource, book, clock, kick, watches };
  },
  async close({ watches }) {
    await Promise.all(watches.map((watch) => watch.stop()));
  },
  contextFor: ({ dataSource }, caller) => ({
    loaders: createLoaders(dataSource, boundsOf(caller)),
  }),
  resolvers: serviceResolvers,
  judges: [concernsOwnDivision, concernsOwnTeam],
});
