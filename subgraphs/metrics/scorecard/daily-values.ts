import type { Kpi, Scope, Window } from '../model.ts';
import { measureKpis } from '../measures/measure-kpis.ts';
import type { MetricsServices } from '../services.ts';

/** What a KPI came to on a day on which there was something to measure. */
export interface DailyValue {
  /** Days since the first of them. */
  readonly day: number;
  readonly value: number;
  readonly n: number;
}

/** How far back targets and trends look, the last day of the period included. */
export const DAYS_LOOKED_BACK = 90;

const MILLISECONDS_A_DAY = 86_400_000;

/** KPIs by day over the last 90 days of a period, which may begin before it; by the KPI's name. */
export async function dailyValues(
  { database }: Pick<MetricsServices, 'database'>,
  kpis: readonly Kpi[],
  scope: Scope,
): Promise<ReadonlyMap<string, readonly DailyValue[]>> {
  const windows = daysUntil(scope.end);
  const [first] = windows;
  if (first === undefined) return new Map();
  const byDay = { ...scope, start: first.start, windows, groupBy: ['DAY'] } as const;
  const found = new Map<string, DailyValue[]>(kpis.map((kpi) => [kpi.name, []]));
  for (const { kpi, group, value, n } of await measureKpis(database, kpis, byDay)) {
    const [date] = group;
    if (value === null || typeof date !== 'string') continue;
    const day = Math.round((Date.parse(date) - first.start.getTime()) / MILLISECONDS_A_DAY);
    found.get(kpi.name)?.push({ day, value, n });
  }
  return found;
}

function daysUntil(end: Date): readonly Window[] {
  return Array.from({ length: DAYS_LOOKED_BACK }, (_, place) => {
    const start = new Date(end.getTime() - (DAYS_LOOKED_BACK - place) * MILLISECONDS_A_DAY);
    const day = start.toISOString().slice(0, 'YYYY-MM-DD'.length);
    return { month: null, day, start, end: new Date(start.getTime() + MILLISECONDS_A_DAY) };
  });
}
