import { sql } from 'kysely';

/** `column = excluded.column` for each: the row that came replaces the one that was. */
export function excludedOf(
  columns: readonly string[],
): Record<string, ReturnType<typeof sql<never>>> {
  return Object.fromEntries(
    columns.map((column) => [column, sql<never>`excluded.${sql.id(column)}`]),
  );
}
