import { isChosen } from './chosen-databases.ts';
import { describeWithPostgres, describeWithRedis } from './needs-server.ts';
import { openServerDatabase } from './server-database.ts';
import { makeOwnRedis } from './own-redis.ts';

/** What a house stands on: environment for `npm start`, and how to clear it away. */
export interface HouseGround {
  readonly environment: Readonly<Record<string, string>>;
  clear(): Promise<void>;
}

export interface HouseDatabase {
  readonly name: 'PGlite, in process' | 'PostgreSQL and Redis';
  readonly prepare: () => Promise<HouseGround>;
  /** How long a process that died keeps its claim on events. */
  readonly claimMs: number;
}

/** As shipped. */
export const embeddedHouse: HouseDatabase = {
  name: 'PGlite, in process',
  prepare: () => Promise.resolve({ environment: {}, clear: () => Promise.resolve() }),
  claimMs: 0,
};

const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';

/** Every one that was chosen and is there. */
export function houseDatabases(): readonly HouseDatabase[] {
  return [...(isChosen('pglite') ? [embeddedHouse] : []), ...serverHouses()];
}

/** On PostgreSQL and Redis where both are installed. Else it leaves skipped suites that say what is missing. */
export function serverHouses(): readonly HouseDatabase[] {
  if (!isChosen('servers')) return [];
  if (serverUrl !== '' && (process.env['TEST_REDIS_URL'] ?? '') !== '') {
    return [{ name: 'PostgreSQL and Redis', prepare: prepareServers, claimMs: 16_000 }];
  }
  describeWithPostgres('the same on PostgreSQL', () => undefined);
  describeWithRedis('the same on PostgreSQL and Redis', () => undefined);
  return [];
}

async function prepareServers(): Promise<HouseGround> {
  const database = await openServerDatabase(serverUrl);
  const redis = await makeOwnRedis({ durable: true });
  await redis.start();
  return {
    environment: {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      EVENT_TAKE_OVER_MS: '1000',
    },
    async clear() {
      await redis.demolish();
      await database.close();
    },
  };
}
