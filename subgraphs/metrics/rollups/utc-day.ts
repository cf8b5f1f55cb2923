import { sql, type RawBuilder } from 'kysely';

/** The day of an instant; the database writes it, for the last year has five digits to a program. */
export function utcDay(instant: Date): RawBuilder<string> {
  return sql`(${instant}::timestamptz at time zone 'UTC')::date`;
}
