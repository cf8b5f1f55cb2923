import type { MeasuredKpi } from './measure-kpis.ts';

/** Fewer observations than this could be told apart as people. */
export const SMALLEST_GROUP = 5;

/** A KPI in one group that its reader may see, or may only know to be there. */
export interface ShownKpi extends MeasuredKpi {
  readonly withheld: boolean;
}

/** All of it, for who may see small groups. */
export function showAll(measured: readonly MeasuredKpi[]): readonly ShownKpi[] {
  return measured.map((one) => ({ ...one, withheld: false }));
}

/**
 * Takes the numbers out of groups of fewer than five, and of others that may not be told. Where one group of a KPI alone
 * would be withheld the smallest of the others is withheld too, for the whole less the others would tell it.
 */
export function withholdSmall(
  measured: readonly MeasuredKpi[],
  untold: ReadonlySet<MeasuredKpi> = new Set(),
): readonly ShownKpi[] {
  const hidden = new Set(measured.filter((one) => isSmallCount(one.n) || untold.has(one)));
  for (const groups of byKpi(measured)) {
    const small = groups.filter((one) => hidden.has(one));
    const others = groups.filter((one) => one.n > 0 && !hidden.has(one));
    const smallest = others.sort((left, right) => left.n - right.n)[0];
    if (small.length === 1 && smallest !== undefined) hidden.add(smallest);
  }
  return measured.map((one) =>
    hidden.has(one) ? emptied(one) : { ...one, open: shownCount(one.open), withheld: false },
  );
}

/** Whether so many could be told apart as people. */
export function isSmallCount(count: number): boolean {
  return count > 0 && count < SMALLEST_GROUP;
}

function byKpi(measured: readonly MeasuredKpi[]): Iterable<readonly MeasuredKpi[]> {
  const found = new Map<string, MeasuredKpi[]>();
  for (const one of measured) {
    const known = found.get(one.kpi.name);
    if (known === undefined) found.set(one.kpi.name, [one]);
    else known.push(one);
  }
  return found.values();
}

function shownCount(count: number | null): number | null {
  return count !== null && isSmallCount(count) ? null : count;
}

function emptied({ kpi, group, ...figures }: MeasuredKpi): ShownKpi {
  const nothing = { value: null, numerator: null, denominator: null, n: 0 };
  const spread = { confidenceInterval: null, percentiles: null, open: null };
  return { ...figures, ...nothing, ...spread, kpi, group, withheld: true };
}
