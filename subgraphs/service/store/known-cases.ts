import { sql, type Kysely } from 'kysely';
import { importKey } from '../imports/import-batch.ts';
import type { ServiceTables } from '../tables.ts';
import { isGiven } from '../given.ts';

/** As much of a case as other records need that belong to it. */
export interface KnownCase {
  readonly id: string;
  readonly localId: string | null;
}

interface Reference {
  readonly division: string;
  readonly caseExternalId?: string | null;
}

/** The cases that records of another system name, by `importKey`. */
export async function readKnownCases(
  database: Kysely<ServiceTables>,
  references: readonly Reference[],
): Promise<ReadonlyMap<string, KnownCase>> {
  const named = references.filter(({ caseExternalId }) => isGiven(caseExternalId));
  if (named.length === 0) return new Map();
  const divisions = named.map(({ division }) => division);
  const externalIds = named.map(({ caseExternalId }) => caseExternalId);
  const wanted = sql<{ readonly division: string; readonly external_id: string }>`
    unnest(${divisions}::text[], ${externalIds}::text[])`;
  const rows = await database
    .selectFrom('service_case')
    .innerJoin(wanted.as<'named'>(sql`named(division, external_id)`), (join) =>
      join
        .onRef('service_case.division', '=', 'named.division')
        .onRef('service_case.external_id', '=', 'named.external_id'),
    )
    .select([
      'service_case.id',
      'service_case.division',
      'service_case.external_id',
      'service_case.local_id',
    ])
    .execute();
  return new Map(
    rows.map((row) => [
      importKey(row.division, row.external_id),
      { id: row.id, localId: row.local_id },
    ]),
  );
}
