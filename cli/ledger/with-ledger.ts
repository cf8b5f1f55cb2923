import type { Kysely } from 'kysely';
import type { ChainHead } from '../../subgraphs/governance/ledger/verify-chain.ts';
import { governanceMigrations } from '../../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../../subgraphs/governance/tables.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { databaseSettings } from '../rooms/database-settings.ts';

/** Opens the tables of the read ledger for as long as something takes. */
export async function withLedger<Result>(
  settings: Settings,
  use: (database: Kysely<GovernanceTables>) => Promise<Result>,
): Promise<Result> {
  const pool = await openDatabase(databaseSettings(settings, settings['DATA_DIR'] ?? '.data'));
  try {
    return await use(await openRoomDatabase<GovernanceTables>(pool, SCHEMA, governanceMigrations));
  } finally {
    await pool.close();
  }
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
