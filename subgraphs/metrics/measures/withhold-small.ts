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
 * Takes the numbers out of groups of fewer than five, and of others that may not be told. The whole less the other
 * groups tells what those hold together, so the smallest of the others are withheld too until that is five or more, of
 * more than one group.
 */
export function withholdSmall(
  measured: readonly MeasuredKpi[],
  untold: ReadonlySet<MeasuredKpi> = new Set(),
): readonly ShownKpi[] {
  const hidden = new Set<MeasuredKpi>();
  for (const groups of byKpi(measured)) {
    for (const one of hiddenOf(groups, untold)) hidden.add(one);
  }
  return measured.map((one) =>
    hidden.has(one) ? emptied(one) : { ...one, open: shownCount(one.open), withheld: false },
  );
}

/** Of the groups of one KPI. */
function hiddenOf(
  groups: readonly MeasuredKpi[],
  untold: ReadonlySet<MeasuredKpi>,
): readonly MeasuredKpi[] {
  const isHidden = (one: MeasuredKpi): boolean => isSmallCount(one.n) || untold.has(one);
  const hidden = groups.filter(isHidden);
  if (hidden.length === 0) return hidden;
  const others = groups.filter((one) => one.n > 0 && !isHidden(one));
  others.sort((left, right) => left.n - right.n);
  let together = hidden.reduce((sum, { n }) => sum + n, 0);
  for (const one of others) {
    if (hidden.length > 1 && together >= SMALLEST_GROUP) break;
    hidden.push(one);
    together += one.n;
  }
  return hidden;
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
