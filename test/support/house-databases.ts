import { describeWithRedis } from './needs-server.ts';
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
}

const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';

const databases: HouseDatabase[] = [
  {
    name: 'PGlite, in process',
    prepare: () => Promise.resolve({ environment: {}, clear: () => Promise.resolve() }),
  },
];

if (serverUrl !== '' && (process.env['TEST_REDIS_URL'] ?? '') !== '') {
  databases.push({ name: 'PostgreSQL and Redis', prepare: prepareServers });
} else {
  // Leaves a skipped suite that says what is missing; for PostgreSQL `test-databases.ts` left one.
  describeWithRedis('the same on PostgreSQL and Redis', () => undefined);
}

/** As shipped always; on PostgreSQL and Redis where both are installed. */
export const houseDatabases: readonly HouseDatabase[] = databases;

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
