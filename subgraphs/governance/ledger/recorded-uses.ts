import { sql, type Kysely } from 'kysely';
import { SCHEMA, type GovernanceTables } from '../tables.ts';

/** One operation by one kind of caller, and how often it was recorded. */
export interface RecordedUse {
  readonly operationName: string | null;
  /** Without literals. */
  readonly operation: string;
  readonly client: string | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly division: string | null;
  readonly purpose: string | null;
  readonly entries: number;
}

/** What was recorded since a day (`2026-01-31`), callers of whom the same is known counted as one; most used first. */
export async function recordedUses(
  database: Kysely<GovernanceTables>,
  since: string,
): Promise<readonly RecordedUse[]> {
  const { rows } = await sql<RecordedUse>`
    select operation.name as "operationName", operation.text as operation, reader.client, reader.roles,
      reader.scopes, reader.division, reader.purpose, sum(used.entries)::int as entries
    from ${sql.id(SCHEMA, 'use')} as used
    join ${sql.id(SCHEMA, 'reader')} as reader on reader.id = used.reader
    join ${sql.id(SCHEMA, 'operation')} as operation on operation.id = used.operation
    where used.day >= ${since}::date
    group by operation.id, reader.client, reader.roles, reader.scopes, reader.division, reader.purpose
    order by entries desc, operation.digest, reader.client, reader.roles, reader.scopes, reader.division,
      reader.purpose`.execute(database);
  return rows;
}
