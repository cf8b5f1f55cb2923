import { defineRoom } from '../kit/room.ts';
import type { RoomEnvironment } from '../kit/room.ts';
import { InsuranceDataSource } from './data-source.ts';
import { readInboxSettings } from './environment.ts';
import { watchInbox } from './file-drop/watch-inbox.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations.ts';
import { DIVISION } from './model.ts';
import type { InsuranceTables } from './model.ts';
import { resolvers } from './resolvers.ts';
import type { InsuranceServices } from './resolvers.ts';

/** Insurance: policies and claims, over nightly files that the division drops into a folder. */
export const insuranceRoom = defineRoom({
  name: DIVISION,
  schemaFile: new URL('./schema.graphql', import.meta.url),
  migrations,
  async open(environment: RoomEnvironment<InsuranceTables>): Promise<InsuranceServices> {
    const { database, clock, log } = environment;
    const kick = () => environment.kick();
    const settings = readInboxSettings(environment.settings, environment.dataDirectory);
    const { directory, graceSeconds, intervalMilliseconds } = settings;
    const inbox = { directory, database, clock, graceSeconds };
    const watcher = await watchInbox(inbox, { intervalMilliseconds, log, onDrops: kick });
    const data = new InsuranceDataSource(database);
    return Object.freeze({ data, changes: { database, clock }, watcher, kick });
  },
  close: ({ watcher }: InsuranceServices) => watcher.stop(),
  contextFor: ({ data }: InsuranceServices) => ({ loaders: createLoaders(data) }),
  resolvers,
});
