import { sql, type Kysely } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

/** A use of which the table says another number than there are entries. */
export interface MiscountedUse {
  /** The first of these entries; null where there is none at all. */
  readonly position: string | null;
}

/** Counts anew what was counted when it was written. Undefined where nothing differs. */
export async function miscountedUse(
  database: Kysely<GovernanceTables>,
): Promise<MiscountedUse | undefined> {
  const { rows } = await sql<MiscountedUse>`
    with kept as (
      select (at at time zone 'UTC')::date as day, reader, operation, reading, count(*) as entries,
        min(position) as position
      from ${sql.id(SCHEMA, 'entry')} where reader is not null group by 1, 2, 3, 4
    )
    select kept.position from kept
    full join ${sql.id(SCHEMA, 'use')} as used using (day, reader, operation, reading)
    where kept.entries is distinct from used.entries
    order by kept.position limit 1`.execute(database);
  return rows[0];
}
