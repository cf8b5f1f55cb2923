import { existsSync } from 'node:fs';
import type { Kysely } from 'kysely';
import type { ChainHead } from '../../subgraphs/governance/ledger/verify-chain.ts';
import { governanceMigrations } from '../../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../../subgraphs/governance/tables.ts';
import {
  openDatabase,
  type DatabasePool,
  type DatabaseSettings,
} from '../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { databaseSettings } from '../rooms/database-settings.ts';

/** Opens the tables of the read ledger for as long as something takes. Throws, and makes nothing, where there are none. */
export async function withLedger<Result>(
  settings: Settings,
  use: (database: Kysely<GovernanceTables>) => Promise<Result>,
): Promise<Result> {
  const place = databaseSettings(settings, settings['DATA_DIR'] ?? '.data');
  if (place.kind === 'embedded' && !existsSync(place.directory)) throw noLedger(place);
  const pool = await openDatabase(place);
  try {
    if (!(await hasLedger(pool))) throw noLedger(place);
    return await use(await openRoomDatabase<GovernanceTables>(pool, SCHEMA, governanceMigrations));
  } finally {
    await pool.close();
  }
}

async function hasLedger({ pool }: DatabasePool): Promise<boolean> {
  const { rows } = await pool.query<{ readonly chain: string | null }>(
    `select to_regclass('${SCHEMA}.chain')::text as chain`,
  );
  return rows[0]?.chain !== null;
}

function noLedger(place: DatabaseSettings): Error {
  const where =
    place.kind === 'embedded' ? `in ${place.directory}` : 'in the database of DATABASE_URL';
  return new Error(
    `Expected the read ledger ${where}, but got: nothing that governance ever wrote.`,
  );
}

/** An end of the chain as text: `120:ab12…`. */
export function noteOf({ position, hash }: ChainHead): string {
  return `${position}:${hash}`;
}

/** Throws for a text that is no noted end. */
export function readNoted(text: string): ChainHead {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) {
    throw new Error(`--noted must be POSITION:HASH as verify printed it, but got: ${text}`);
  }
  return { position: Number(position), hash };
}
