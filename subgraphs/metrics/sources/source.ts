import { sql, type AliasableExpression, type Kysely, type RawBuilder } from 'kysely';
import type { Added, KpiDimension, Scope, SourceName } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { EVERYTHING } from './everything.ts';

/** A query for rows to be counted: in the period and for what is asked, with the dimensions as columns. */
export interface Source {
  /** What its rows have, to group by; and to choose by, when it is the channel. */
  readonly dimensions: readonly KpiDimension[];
  /** Whether its rows have a case type to choose by. */
  readonly hasCaseType: boolean;
  /** The first instant of which it has no rows yet, whatever the period. */
  until?(scope: Scope): Date;
  /** What its rows follow from, when they are what is true at the end of each part of a period. */
  readonly flow?: Flow;
  rows(database: Kysely<MetricsTables>, scope: Scope): AliasableExpression<object>;
}

/** A source of what came and went, and the sums over it that tell what is there at an instant, and since when. */
export interface Flow {
  readonly from: SourceName;
  readonly count: Added;
  /** Of the seconds since 1970. */
  readonly since: Added;
  readonly squares: Added;
}

/** The column of each dimension, in every source that has it. */
export const DIMENSION_COLUMNS = Object.freeze({
  DIVISION: 'division',
  CHANNEL: 'channel',
  MONTH: 'month',
  DAY: 'day',
  HOUR: 'hour',
  CASE_TYPE: 'type',
  PRIORITY: 'priority',
  VALUE_TIER: 'tier',
  TOPIC: 'topic',
  AGENT: 'agent',
  STATE: 'state',
  SOURCE_STATE: 'source_state',
  AGE: 'age',
} satisfies Record<KpiDimension, string>);

/** What has a day: whatever is counted but what is true now. */
export const PLACES = Object.freeze(['DIVISION', 'MONTH', 'DAY'] as const);

/** What happens at an instant has an hour too. */
export const MOMENTS = Object.freeze([...PLACES, 'HOUR'] as const);

/** Whether an instant lies in the period. */
export function within(scope: Scope, column: string): RawBuilder<boolean> {
  const at = sql.ref(column);
  // As bounds they would have the database go by time where only what else is asked leads to few rows.
  const isBounded = scope.start > EVERYTHING.start || scope.end < EVERYTHING.end;
  if (!isBounded) return sql`${at} is not null`;
  return sql`${at} >= ${scope.start}::timestamptz and ${at} < ${scope.end}::timestamptz`;
}

/** Whether a column has the value asked for; true when none is. */
export function matches(column: string, asked: string | null): RawBuilder<boolean> {
  return asked === null ? sql`true` : sql`${sql.ref(column)} = ${asked}`;
}

/** The UTC month, day and hour of an instant: `2026-01`, `2026-01-31` and `2026-01-31T23`. */
export function datesOf(column: string) {
  const at = sql`${sql.ref(column)} at time zone 'UTC'`;
  return [
    sql<string>`to_char(${at}, 'YYYY-MM')`.as('month'),
    sql<string>`to_char(${at}, 'YYYY-MM-DD')`.as('day'),
    sql<string>`to_char(${at}, 'YYYY-MM-DD"T"HH24')`.as('hour'),
  ] as const;
}

/** Whether numbers are counted division by division, so that a customer of two counts in each. */
export function byDivision(scope: Scope): boolean {
  return scope.division !== null || scope.groupBy.includes('DIVISION');
}

/** The parts of the period, as rows of a table `part`. */
export function windowsOf(scope: Scope) {
  const parts = scope.windows.map(
    ({ month, day, start, end }) =>
      sql`(${month}::text, ${day}::text, ${start}::timestamptz, ${end}::timestamptz)`,
  );
  const rows = sql<{
    month: string | null;
    day: string | null;
    start_at: Date;
    end_at: Date;
  }>`(values ${sql.join(parts)})`;
  return rows.as<'part'>(sql`part(month, day, start_at, end_at)`);
}
