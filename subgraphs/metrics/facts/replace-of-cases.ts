import { sql, type Transaction } from 'kysely';
import type { CaseSpan, FollowUp, MetricsTables } from '../tables.ts';
import { asRows } from './as-rows.ts';

interface Replaced {
  readonly cases: readonly string[];
  readonly rows: readonly (CaseSpan | FollowUp)[];
}

/**
 * Puts rows worked out of cases in the place of all that these cases had. Rows that stay as they were are not
 * touched, for their days would have to be summed anew.
 */
export async function replaceOfCases(
  transaction: Transaction<MetricsTables>,
  table: 'case_span' | 'follow_up',
  { cases, rows }: Replaced,
): Promise<void> {
  const before = await transaction
    .selectFrom(table)
    .selectAll()
    .select(sql<string>`ctid::text`.as('place'))
    .where(sql<boolean>`case_id = any(${cases}::text[])`)
    .execute();
  const columns: string[] = COLUMNS[table];
  // In the order of the columns, so that of two rows with the same values the texts are the same.
  const { gone, added } = apart(before, rows, (row) => JSON.stringify(row, columns));
  if (gone.length > 0) {
    const places = gone.map(({ place }) => place);
    const theirs = sql<boolean>`ctid = any(${places}::tid[])`;
    await transaction.deleteFrom(table).where(theirs).execute();
  }
  await insertOfCases(transaction, table, added);
}

/** Adds rows of cases that have none yet. */
export async function insertOfCases(
  transaction: Transaction<MetricsTables>,
  table: 'case_span' | 'follow_up',
  rows: readonly (CaseSpan | FollowUp)[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns: string[] = COLUMNS[table];
  await transaction
    .insertInto(table)
    // Which of the two tables' columns they are is known to the list only.
    .columns(columns as never)
    .expression(asRows(table, columns, rows))
    .execute();
}

const COLUMNS = {
  case_span: ['case_id', 'kind', 'status', 'source_state', 'from_at', 'until_at'],
  follow_up: ['event_id', 'case_id', 'asked_at', 'answered_at'],
} satisfies { case_span: (keyof CaseSpan)[]; follow_up: (keyof FollowUp)[] };

/** The rows that are no more, and those that were not yet. */
function apart<Before extends object, Row extends object>(
  before: readonly Before[],
  rows: readonly Row[],
  textOf: (row: object) => string,
): { readonly gone: readonly Before[]; readonly added: readonly Row[] } {
  const fresh = new Map<string, Row[]>();
  for (const row of rows) {
    const text = textOf(row);
    const alike = fresh.get(text);
    if (alike === undefined) fresh.set(text, [row]);
    else alike.push(row);
  }
  const gone = before.filter((row) => fresh.get(textOf(row))?.pop() === undefined);
  return { gone, added: [...fresh.values()].flat() };
}
