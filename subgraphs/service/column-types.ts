import type { ColumnType } from 'kysely';

/** Read as Date; written as RFC 3339 text, which no time zone of the process can bend. */
export type Instant = ColumnType<Date, string, string>;
export type OptionalInstant = ColumnType<Date | null, string | null, string | null>;
/** Read as what it holds; written as JSON text, once. */
export type Json<Value> = ColumnType<Value, string, never>;
