import type { Measure } from '../model.ts';

/** A measure that compares with what was so many days before the period. */
export function reaching(reachDays: number, measure: Measure): Measure {
  const aggregates = Object.entries(measure.aggregates).map(
    ([name, aggregate]) => [name, Object.freeze({ ...aggregate, reachDays })] as const,
  );
  return Object.freeze({ ...measure, aggregates: Object.fromEntries(aggregates) });
}

/** How far the one that looks furthest looks. */
export function longestReach(measures: readonly Measure[]): number {
  const aggregates = measures.flatMap((measure) => Object.values(measure.aggregates));
  return Math.max(0, ...aggregates.map(({ reachDays = 0 }) => reachDays));
}
