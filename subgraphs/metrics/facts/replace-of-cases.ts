import { sql, type Transaction } from 'kysely';
import type { CaseSpan, FollowUp, MetricsTables } from '../tables.ts';

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
  const fresh = new Map<string, Replaced['rows'][number][]>();
  for (const row of rows) {
    const alike = fresh.get(textOf(row));
    if (alike === undefined) fresh.set(textOf(row), [row]);
    else alike.push(row);
  }
  const gone = before.filter(
    ({ place: _place, ...row }) => fresh.get(textOf(row))?.pop() === undefined,
  );
  if (gone.length > 0) {
    const places = gone.map(({ place }) => place);
    const theirs = sql<boolean>`ctid = any(${places}::tid[])`;
    await transaction.deleteFrom(table).where(theirs).execute();
  }
  const added = [...fresh.values()].flat();
  for (let start = 0; start < added.length; start += ROWS_A_STATEMENT) {
    const some = added.slice(start, start + ROWS_A_STATEMENT);
    await transaction.insertInto(table).values(some).execute();
  }
}

const ROWS_A_STATEMENT = 500;

/** Of two rows with the same values the texts are the same. */
function textOf(row: object): string {
  return JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));
}
