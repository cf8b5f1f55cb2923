import { defineRoom } from '../kit/room.ts';
import type { RoomEnvironment } from '../kit/room.ts';
import { startCustomerFeed } from './customer-feed.ts';
import { openLoanServicing } from './data-source.ts';
import { createLoaders } from './loaders.ts';
import { migrations, type LendingTables } from './migrations.ts';
import { DIVISION } from './model.ts';
import { resolvers, type LendingServices } from './resolvers.ts';
import { readLendingSettings } from './settings.ts';

/** Lending: loans and payments, over the division's loan-servicing system. */
export const lendingRoom = defineRoom({
  name: DIVISION,
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations,
  open(environment: RoomEnvironment<LendingTables>): Promise<LendingServices> {
    const { database, log } = environment;
    const read = readLendingSettings(environment.settings);
    const servicing = openLoanServicing(read, log);
    const feed = startCustomerFeed({
      database,
      servicing,
      log,
      pollMilliseconds: read.pollMilliseconds,
      kick: () => environment.kick(),
    });
    return Promise.resolve(Object.freeze({ servicing, feed }));
  },
  async close({ servicing, feed }: LendingServices) {
    const stopped = feed.stop();
    // What the feed is waiting for would only hold up the end.
    await servicing.close();
    await stopped;
  },
  contextFor({ servicing }: LendingServices) {
    const data = servicing.session();
    return { data, loaders: createLoaders(data) };
  },
  resolvers,
});
