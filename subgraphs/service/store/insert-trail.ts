import { sql, type Transaction } from 'kysely';
import type { TrailEntry } from '../cases/case-trail.ts';
import type { CaseEventTable, ServiceTables } from '../tables.ts';
import { entryRow } from './rows.ts';

/** A case's entries and the place in its trail of the first of them. */
export interface TrailPart {
  readonly caseId: string;
  readonly position: number;
  readonly entries: readonly TrailEntry[];
}

/**
 * Adds to many trails in one statement with one parameter: a parameter for every column of every row is what
 * takes the time in a large import.
 */
export async function insertTrails(
  transaction: Transaction<ServiceTables>,
  parts: readonly TrailPart[],
): Promise<void> {
  const rows = parts.flatMap(({ caseId, position, entries }) =>
    entries.map((entry, place) => entryRow(caseId, position + place, entry)),
  );
  if (rows.length === 0) return;
  const records = sql<CaseEventTable>`json_to_recordset(${JSON.stringify(rows)}::json)`.as<'row'>(
    sql`row(case_id uuid, position integer, verb text, at timestamptz, actor text, detail jsonb)`,
  );
  await transaction
    .insertInto('case_event')
    .columns(['case_id', 'position', 'verb', 'at', 'actor', 'detail'])
    .expression((from) =>
      from.selectFrom(records).select(['case_id', 'position', 'verb', 'at', 'actor', 'detail']),
    )
    .execute();
}
