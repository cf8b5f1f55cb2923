import { earlierPeriod } from '../answers/earlier-period.ts';
import { showKpis } from '../answers/kpi-answers.ts';
import type { ShownKpi } from '../measures/withhold-small.ts';
import type { Kpi, KpiDimension, Scope } from '../model.ts';
import type { MetricsContext } from '../services.ts';
import { SOURCES } from '../sources/sources.ts';
import { changeDrivers, type ChangeDrivers, type Part } from './change-drivers.ts';

/**
 * What drove each KPI from the period before to this one, taken apart by a dimension; by the KPI's name. KPIs
 * that are plain counts, or that cannot be told apart by the dimension, have none. Groups that the reader may
 * not see are left out, from both periods.
 */
export async function kpiDrivers(
  context: MetricsContext,
  kpis: readonly Kpi[],
  { scope, by }: { readonly scope: Scope; readonly by: KpiDimension },
): Promise<ReadonlyMap<string, ChangeDrivers>> {
  const apart = kpis.filter((kpi) => kpi.unit !== 'COUNT' && isToldApart(kpi, by));
  const grouped = { ...scope, groupBy: [by] };
  const before = await showKpis(context, apart, { scope: earlierPeriod(grouped) });
  const after = await showKpis(context, apart, { scope: grouped });
  return new Map(
    apart.flatMap((kpi) => {
      const drivers = driversOf(partsOf(before, kpi), partsOf(after, kpi));
      return drivers === null ? [] : [[kpi.name, drivers]];
    }),
  );
}

/** Whether what a KPI counts and what it divides by both have the dimension: else the parts are of no whole. */
function isToldApart(kpi: Kpi, by: KpiDimension): boolean {
  return Object.values(kpi.measure.aggregates).every(({ from }) =>
    SOURCES[from].dimensions.includes(by),
  );
}

interface Parts {
  readonly seen: readonly Part[];
  readonly withheld: ReadonlySet<string | null>;
}

function partsOf(shown: readonly ShownKpi[], kpi: Kpi): Parts {
  const ofKpi = shown.filter((one) => one.kpi === kpi);
  const withheld = ofKpi.filter((one) => one.withheld).map(({ group }) => group[0] ?? null);
  return { seen: ofKpi.flatMap(partOf), withheld: new Set(withheld) };
}

function partOf({ group, numerator, denominator, withheld }: ShownKpi): readonly Part[] {
  if (withheld || numerator === null || denominator === null) return [];
  return [{ value: group[0] ?? null, numerator, denominator }];
}

function driversOf(before: Parts, after: Parts): ChangeDrivers | null {
  const isSeen = ({ value }: Part) => !before.withheld.has(value) && !after.withheld.has(value);
  return changeDrivers(before.seen.filter(isSeen), after.seen.filter(isSeen));
}
