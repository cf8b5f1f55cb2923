import { sql, type Kysely } from 'kysely';
import type { Scope, SourceName } from '../model.ts';
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
  const rolled = names.filter(isRolled);
  if (rolled.length === 0) return new Map();
  const kept = await database.selectFrom('rollup_layout').selectAll().execute();
  const ready = rolled.filter((source) => isReady(source, kept));
  const found = new Map<SourceName, string[]>(ready.map((source) => [source, []]));
  const rows = await database
    .selectFrom('stale_day')
    .select(['source', sql<string>`to_char(day, 'YYYY-MM-DD')`.as('date')])
    .distinct()
    .where(sql<boolean>`source = any(${ready}::text[])`)
    .where(sql<boolean>`day >= (${start}::timestamptz at time zone 'UTC')::date`)
    .where(sql<boolean>`day <= (${end}::timestamptz at time zone 'UTC')::date`)
    .execute();
  for (const { source, date } of rows) found.get(source)?.push(date);
  return found;
}

function isReady(
  source: RolledSource,
  kept: readonly { readonly source: string; readonly fingerprint: string }[],
): boolean {
  const { fingerprint } = layoutOf(source);
  return kept.some((one) => one.source === source && one.fingerprint === fingerprint);
}
