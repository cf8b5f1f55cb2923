import type { Kpi, Scope } from '../model.ts';
import { measureKpis, type Asked } from '../measures/measure-kpis.ts';
import { showAll, type ShownKpi } from '../measures/withhold-small.ts';
import { showCompared } from '../overlap/show-compared.ts';
import { once } from './once.ts';
import type { MetricsContext } from '../services.ts';
import { isMet, targetsOn, type Target } from '../targets/target-store.ts';
import { differs, earlierPeriod } from './earlier-period.ts';

/** Who holds it sees groups of fewer than five; who does not knows that they are there. */
const SEES_SMALL_GROUPS = 'kpi:small-groups';

/** KPIs as their reader may see them. */
export async function showKpis(
  context: MetricsContext,
  kpis: readonly Kpi[],
  what: { readonly scope: Scope; readonly asked?: Asked },
): Promise<readonly ShownKpi[]> {
  if (!seesSmallGroups(context)) return showCompared(context, kpis, what);
  return showAll(await measureKpis(context.services.database, kpis, what.scope, what.asked));
}

export function seesSmallGroups({ caller }: Pick<MetricsContext, 'caller'>): boolean {
  return caller.scopes.includes(SEES_SMALL_GROUPS);
}

/**
 * KPIs as the graph's type `Kpi`. Targets and the period before are read when a query asks for them, once for
 * all KPIs of the answer.
 */
export async function kpiAnswers(
  context: MetricsContext,
  kpis: readonly Kpi[],
  { scope, asked }: { readonly scope: Scope; readonly asked: Asked },
): Promise<readonly KpiAnswer[]> {
  const { database, clock } = context.services;
  const shown = await showKpis(context, kpis, { scope, asked });
  const asOf = clock();
  const targets = once(() => {
    const divisions = new Set(shown.map((one) => divisionOf(one, scope)));
    return targetsByDivision([...divisions], (division) =>
      targetsOn(database, kpis, { day: lastDay(scope), division }),
    );
  });
  const before = once(() => showKpis(context, kpis, { scope: earlierPeriod(scope) }));
  return shown.map((one) => ({
    ...answer(one, scope),
    asOf,
    shown: one,
    target: async () => targetAnswer(one, (await targets()).get(divisionOf(one, scope))),
    previous: async () => (hasEarlier(scope) ? comparison(one, await before(), scope) : null),
  }));
}

interface TargetAnswer extends Target {
  readonly met: boolean | null;
}

/** What the resolvers of a KPI's fields, and the scorecard, start from. */
export interface KpiAnswer {
  readonly shown: ShownKpi;
  readonly target: () => Promise<TargetAnswer | null>;
  readonly [field: string]: unknown;
}

function answer({ kpi, group, ...figures }: ShownKpi, scope: Scope): object {
  const { name, unit, clock, direction, definition } = kpi;
  const values = scope.groupBy.map((dimension, place) => {
    // Few people's topic may be their own words.
    const isTold = !(figures.withheld && dimension === 'TOPIC');
    return { dimension, value: isTold ? (group[place] ?? null) : null };
  });
  const division = divisionOf({ group }, scope);
  return { name, unit, clock, direction, definition, division, group: values, ...figures };
}

function divisionOf({ group }: Pick<ShownKpi, 'group'>, scope: Scope): string | null {
  return group[scope.groupBy.indexOf('DIVISION')] ?? scope.division;
}

async function targetsByDivision(
  divisions: readonly (string | null)[],
  read: (division: string | null) => Promise<ReadonlyMap<string, Target>>,
): Promise<ReadonlyMap<string | null, ReadonlyMap<string, Target>>> {
  const found = divisions.map(async (division) => [division, await read(division)] as const);
  return new Map(await Promise.all(found));
}

function targetAnswer(
  { kpi, value }: ShownKpi,
  targets: ReadonlyMap<string, Target> | undefined,
): TargetAnswer | null {
  const target = targets?.get(kpi.name);
  return target === undefined ? null : { ...target, met: isMet(kpi, value, target.value) };
}

/** A period of which the parts are told apart compares itself, and before the first year there is none. */
function hasEarlier(scope: Scope): boolean {
  const isDated = scope.groupBy.includes('MONTH') || scope.groupBy.includes('DAY');
  return !isDated && earlierPeriod(scope).start.getUTCFullYear() > 0;
}

function comparison(one: ShownKpi, before: readonly ShownKpi[], scope: Scope): object | null {
  const same = before.find(
    ({ kpi, group }) =>
      kpi === one.kpi && group.every((value, place) => value === one.group[place]),
  );
  if (same === undefined) return null;
  const { start, end } = earlierPeriod(scope);
  const { value, numerator, denominator, n, confidenceInterval, withheld } = same;
  const change = one.value === null || value === null ? null : one.value - value;
  return {
    ...{ from: isoDay(start), to: isoDay(dayBefore(end)) },
    ...{ value, numerator, denominator, n, confidenceInterval, withheld, change },
    relativeChange: change === null || value === null || value === 0 ? null : change / value,
    significant: differs(one, same),
  };
}

function lastDay({ end }: Scope): string {
  return isoDay(dayBefore(end));
}

function dayBefore(at: Date): Date {
  return new Date(at.getTime() - 86_400_000);
}

function isoDay(at: Date): string {
  return at.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
