import { sql, type RawBuilder } from 'kysely';
import type { MetricsTables } from '../tables.ts';

/**
 * Rows of a table as a query, all of them in one parameter: a list of values would be another text for each number
 * of rows, which costs more to read and to plan than the rows to write.
 */
export function asRows(
  table: keyof MetricsTables,
  columns: readonly string[],
  rows: readonly object[],
): RawBuilder<object> {
  const named = sql.join(columns.map((column) => sql.ref(column)));
  return sql`select ${named} from
    json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`;
}
