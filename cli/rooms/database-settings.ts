import { join } from 'node:path';
import type { DatabaseSettings } from '../../subgraphs/kit/database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';

/** DATABASE_URL, else an embedded database under the data directory. */
export function databaseSettings(settings: Settings, dataDirectory: string): DatabaseSettings {
  const url = settings['DATABASE_URL'];
  return url === undefined
    ? { kind: 'embedded', directory: join(dataDirectory, 'embedded', 'database') }
    : { kind: 'postgres', url };
}
