import { sql, type Kysely } from 'kysely';
import type { Scope, SourceName } from '../model.ts';
import { SOURCES } from '../sources/sources.ts';
import type { MetricsTables } from '../tables.ts';
import { isRolled, layoutOf, type RolledSource } from './layout.ts';

/**
 * Which sums of a period cannot be used, by source: the days, `2026-01-31`, of which facts changed since. A source
 * that is missing has none at all, or such as other definitions made.
 */
export type StaleDays = ReadonlyMap<SourceName, readonly string[]>;

export async function readStaleDays(
  database: Kysely<MetricsTables>,
  names: readonly SourceName[],
  { start, end }: Scope,
): Promise<StaleDays> {
  const flows = names.flatMap((name) => SOURCES[name].flow?.from ?? []);
  const rolled = [...new Set([...names, ...flows])].filter(isRolled);
  if (rolled.length === 0) return new Map();
  const fingerprints = rolled.map((source) => layoutOf(source).fingerprint);
  // Whose sums are of these definitions has a row for each day that is out of date, or one without a day.
  const rows = await database
    .selectFrom('rollup_layout')
    .leftJoin('stale_day', (join) =>
      join
        .onRef('stale_day.source', '=', 'rollup_layout.source')
        // What is true at an instant follows from all before it.
        .on(
          sql<boolean>`(day >= (${start}::timestamptz at time zone 'UTC')::date
            or stale_day.source = any(${flows}::text[]))`,
        )
        .on(sql<boolean>`day <= (${end}::timestamptz at time zone 'UTC')::date`),
    )
    // Every layout is of a source that is or once was rolled.
    .select(sql<RolledSource>`rollup_layout.source`.as('source'))
    .select(sql<string | null>`to_char(day, 'YYYY-MM-DD')`.as('date'))
    .distinct()
    .where(
      sql<boolean>`(rollup_layout.source, fingerprint) in
        (select * from unnest(${rolled}::text[], ${fingerprints}::text[]))`,
    )
    .execute();
  const found = new Map<SourceName, string[]>();
  for (const { source, date } of rows) {
    const days = found.get(source) ?? [];
    found.set(source, date === null ? days : [...days, date]);
  }
  return found;
}
