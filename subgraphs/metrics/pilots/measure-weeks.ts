import { showKpis } from '../answers/kpi-answers.ts';
import type { Kpi, Scope } from '../model.ts';
import type { MetricsContext } from '../services.ts';
import type { WeekValues } from './compare-divisions.ts';

export const MILLISECONDS_A_WEEK = 7 * 86_400_000;

export interface WeeksAsked {
  readonly kpi: Kpi;
  readonly before: number;
  readonly after: number;
}

/**
 * A KPI by division in the weeks round some days, each week measured once whichever days share it. Weeks that are not
 * over are left out: half a week is no week. So are, as everywhere, groups too small for the reader to see.
 */
export function weekMeter(context: MetricsContext, { kpi, before, after }: WeeksAsked) {
  const measured = new Map<number, WeekValues>();
  const now = context.services.clock();
  return async (day: string): Promise<ReadonlyMap<number, WeekValues>> => {
    const start = Date.parse(`${day}T00:00:00Z`);
    const weeks = new Map<number, WeekValues>();
    for (let week = -before; week < after; week++) {
      const from = start + week * MILLISECONDS_A_WEEK;
      if (from + MILLISECONDS_A_WEEK > now.getTime()) break;
      const values = measured.get(from) ?? (await measureWeek(context, kpi, { from, now }));
      measured.set(from, values);
      weeks.set(week, values);
    }
    return weeks;
  };
}

async function measureWeek(
  context: MetricsContext,
  kpi: Kpi,
  { from, now }: { readonly from: number; readonly now: Date },
): Promise<WeekValues> {
  const [start, end] = [new Date(from), new Date(from + MILLISECONDS_A_WEEK)];
  const scope: Scope = {
    division: null,
    start,
    end,
    now,
    windows: [{ month: null, day: null, start, end }],
    groupBy: ['DIVISION'],
    channel: null,
    caseType: null,
  };
  const groups = await showKpis(context, [kpi], { scope });
  return new Map(
    groups.flatMap(({ group: [division], value }) =>
      division === null || division === undefined || value === null ? [] : [[division, value]],
    ),
  );
}
