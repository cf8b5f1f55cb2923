import type { Kpi, KpiDimension, SourceName } from '../model.ts';
import { ROLLED_SOURCES } from '../rollups/layout.ts';
import { SOURCES } from '../sources/sources.ts';

/**
 * Sources of which every row lies at an instant of the period, so that a longer period has the rows of a shorter one
 * and some more. What is true at the end of a period, or of a customer over it, is in no part of it.
 */
const COMPARED: ReadonlySet<SourceName> = new Set<SourceName>([
  ...ROLLED_SOURCES,
  ...(['surveyInvited', 'qaReviewed', 'offerMade', 'access'] as const),
]);

/** The sources of a KPI whose rows tell what one period has and another has not. */
export function comparedSources({ measure }: Kpi): readonly SourceName[] {
  const names = Object.values(measure.aggregates).map(({ from }) => from);
  return [...new Set(names)].filter((name) => COMPARED.has(name));
}

/** Whether periods of a KPI are compared at all. */
export function isCompared(kpi: Kpi): boolean {
  return comparedSources(kpi).length > 0;
}

/** What a KPI can be told apart by. */
export function comparedDimensions(kpi: Kpi): ReadonlySet<KpiDimension> {
  return new Set(comparedSources(kpi).flatMap((name) => SOURCES[name].dimensions));
}
