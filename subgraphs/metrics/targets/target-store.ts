import { sql, type Kysely } from 'kysely';
import type { Kpi } from '../model.ts';
import type { MetricsTables, TargetRow } from '../tables.ts';

/** What is aimed at, and who says so. */
export interface Target {
  readonly value: number;
  /** The division it was set for; null for the group, and for what the catalogue aims at. */
  readonly division: string | null;
  /** First day on which it holds; null for what the catalogue aims at. */
  readonly from: string | null;
}

/** In place of a null, which no key holds. */
const GROUP = '';

/** A target from a day on; null: none from then on. Told again, it replaces itself. */
export async function saveTarget(database: Kysely<MetricsTables>, row: TargetRow): Promise<void> {
  await database
    .insertInto('kpi_target')
    .values({ ...row, division: row.division ?? GROUP })
    .onConflict((conflict) =>
      conflict.columns(['kpi', 'division', 'valid_from']).doUpdateSet({
        value: row.value,
        set_by: row.set_by,
        set_at: row.set_at,
      }),
    )
    .execute();
}

/** The targets that hold on a day: a division's own, else the group's, else the catalogue's. */
export async function targetsOn(
  database: Kysely<MetricsTables>,
  kpis: readonly Kpi[],
  { day, division }: { readonly day: string; readonly division: string | null },
): Promise<ReadonlyMap<string, Target>> {
  const rows = await database
    .selectFrom('kpi_target')
    .distinctOn(['kpi', 'division'])
    .select(['kpi', 'division', 'value'])
    .select(sql<string>`valid_from::text`.as('from'))
    .where('division', 'in', [division ?? GROUP, GROUP])
    .where(sql<boolean>`valid_from <= ${day}::date`)
    .orderBy('kpi')
    .orderBy('division')
    .orderBy('valid_from', 'desc')
    .execute();
  const found = new Map<string, Target>();
  for (const kpi of kpis) {
    const own = rows.find((row) => row.kpi === kpi.name && row.division === division);
    const set = own ?? rows.find((row) => row.kpi === kpi.name && row.division === GROUP);
    const value = set === undefined ? kpi.target : set.value;
    if (value === null) continue;
    const of = set === undefined || set.division === GROUP ? null : set.division;
    found.set(kpi.name, { value, division: of, from: set?.from ?? null });
  }
  return found;
}

/** Whether a value is as good as was aimed at; null when nothing was measured. */
export function isMet({ direction }: Kpi, value: number | null, target: number): boolean | null {
  if (value === null) return null;
  return direction === 'DOWN' ? value <= target : value >= target;
}
