import type { Kysely } from 'kysely';
import type { ChainHead } from '../../subgraphs/governance/ledger/verify-chain.ts';
import { governanceMigrations } from '../../subgraphs/governance/migrations.ts';
import { SCHEMA, type GovernanceTables } from '../../subgraphs/governance/tables.ts';
import { openRoomDatabase } from '../../subgraphs/kit/room-database.ts';
import type { Settings } from '../../subgraphs/kit/room.ts';
import { withTables } from '../rooms/with-tables.ts';

/** Opens the tables of the read ledger for as long as something takes. Throws, and makes nothing, where there are none. */
export function withLedger<Result>(
  settings: Settings,
  use: (database: Kysely<GovernanceTables>) => Promise<Result>,
): Promise<Result> {
  const missing = (where: string) =>
    `Expected the read ledger ${where}, but got: nothing that governance ever wrote.`;
  return withTables({ settings, table: `${SCHEMA}.chain`, missing }, async (pool) =>
    use(await openRoomDatabase<GovernanceTables>(pool, SCHEMA, governanceMigrations)),
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
