import { defineRoom } from '../kit/room.ts';
import type { RoomEnvironment } from '../kit/room.ts';
import { BankingDataSource } from './data-source.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations.ts';
import { DIVISION } from './model.ts';
import type { BankingTables } from './model.ts';
import { resolvers } from './resolvers.ts';
import type { BankingServices } from './resolvers.ts';

/** Retail banking: accounts, cards and transactions, over SQL tables of its own. */
export const bankingRoom = defineRoom({
  name: DIVISION,
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations,
  open(environment: RoomEnvironment<BankingTables>): Promise<BankingServices> {
    const { database, clock } = environment;
    const data = new BankingDataSource(database, clock);
    return Promise.resolve(
      Object.freeze({ data, changes: { database, clock }, kick: () => environment.kick() }),
    );
  },
  contextFor: ({ data }: BankingServices) => ({ loaders: createLoaders(data) }),
  resolvers,
});
