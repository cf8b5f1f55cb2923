import { sql, type AliasableExpression, type Kysely, type RawBuilder } from 'kysely';
import type { KpiDimension, Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';

/** A query for rows to be counted: in the period and for what is asked, with the dimensions as columns. */
export interface Source {
  /** Whether its rows have a channel and a case type, to group and to choose by. */
  readonly hasChannel: boolean;
  readonly hasCaseType: boolean;
  rows(database: Kysely<MetricsTables>, scope: Scope): AliasableExpression<object>;
}

/** The column of each dimension, in every source that has it. */
export const DIMENSION_COLUMNS = Object.freeze({
  DIVISION: 'division',
  CHANNEL: 'channel',
  MONTH: 'month',
} satisfies Record<KpiDimension, string>);

/** Whether an instant lies in the period. */
export function within(scope: Scope, column: string): RawBuilder<boolean> {
  const at = sql.ref(column);
  return sql`${at} >= ${scope.start}::timestamptz and ${at} < ${scope.end}::timestamptz`;
}

/** Whether a column has the value asked for; true when none is. */
export function matches(column: string, asked: string | null): RawBuilder<boolean> {
  return asked === null ? sql`true` : sql`${sql.ref(column)} = ${asked}`;
}

/** The UTC month of an instant, `2026-01`. */
export function monthOf(column: string): RawBuilder<string> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM')`;
}

/** Whether numbers are counted division by division, so that a customer of two counts in each. */
export function byDivision(scope: Scope): boolean {
  return scope.division !== null || scope.groupBy.includes('DIVISION');
}
