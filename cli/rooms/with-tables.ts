import { existsSync } from 'node:fs';
import {
  openDatabase,
  type DatabasePool,
  type DatabaseSettings,
} from '../../subgraphs/kit/database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { databaseSettings } from './database-settings.ts';

export interface NeededTables {
  readonly settings: Settings;
  /** One of them, `governance.chain`. */
  readonly table: string;
  /** What to say where it is missing, given that place in words. */
  readonly missing: (where: string) => string;
}

/** Opens the rooms' database for as long as something takes. Throws, and makes nothing, where a room never wrote. */
export async function withTables<Result>(
  { settings, table, missing }: NeededTables,
  use: (pool: DatabasePool) => Promise<Result>,
): Promise<Result> {
  const place = databaseSettings(settings, settings['DATA_DIR'] ?? '.data');
  const refusal = () => new Error(missing(inWords(place)));
  if (place.kind === 'embedded' && !existsSync(place.directory)) throw refusal();
  const pool = await openDatabase(place);
  try {
    if (!(await hasTable(pool, table))) throw refusal();
    return await use(pool);
  } finally {
    await pool.close();
  }
}

async function hasTable({ pool }: DatabasePool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ readonly found: string | null }>(
    'select to_regclass($1)::text as found',
    [table],
  );
  return rows[0]?.found !== null;
}

function inWords(place: DatabaseSettings): string {
  return place.kind === 'embedded' ? `in ${place.directory}` : 'in the database of DATABASE_URL';
}
