import type { GraphQLResolveInfo } from 'graphql';
import { asksFor } from '../answers/asks-for.ts';
import { kpiAnswers, type KpiAnswer } from '../answers/kpi-answers.ts';
import { once } from '../answers/once.ts';
import type { Kpi, KpiDimension, Scope } from '../model.ts';
import { ownScope } from '../own-scope.ts';
import { readNames, readScope, type KpiArguments } from '../read-scope.ts';
import type { MetricsContext } from '../services.ts';
import { targetsOn } from '../targets/target-store.ts';
import type { ChangeDrivers } from './change-drivers.ts';
import { dailyValues } from './daily-values.ts';
import { kpiDrivers } from './kpi-drivers.ts';
import { kpiTrend } from './kpi-trend.ts';
import { targetRealism } from './target-realism.ts';

type ScorecardArguments = Pick<KpiArguments, 'division' | 'from' | 'to' | 'names'>;

/**
 * KPIs of a division against what is aimed at. Without names: those with a target. Days, and what drove a
 * change, are read when a query asks for them, once for all rows.
 */
export async function scorecard(
  _: unknown,
  args: ScorecardArguments,
  context: MetricsContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  const asked = { percentiles: asksFor(info, 'percentiles') };
  const scope = ownScope(readScope(args, context.services.clock()), context.caller);
  const kpis = await kpisOf(args, scope, context);
  const answers = await kpiAnswers(context, kpis, { scope, asked });
  const days = once(() => dailyValues(context.services, kpis, scope));
  const drivers = driversBy((by) =>
    kpiDrivers(context, kpis, { scope: ownParts(scope, by, context), by }),
  );
  return {
    ...{ division: scope.division, from: args.from, to: args.to, asOf: context.services.clock() },
    rows: answers.map((answer) => rowOf(answer, days, drivers)),
  };
}

async function kpisOf(
  { names, to }: ScorecardArguments,
  { division }: Scope,
  { services }: MetricsContext,
): Promise<readonly Kpi[]> {
  const asked = readNames(names);
  if (names !== null && names !== undefined) return asked;
  const targets = await targetsOn(services.database, asked, { day: to, division });
  return asked.filter(({ name }) => targets.has(name));
}

/** Who may see the group's figures still sees no other division's, so a change is split within their own. */
function ownParts(scope: Scope, by: KpiDimension, { caller }: MetricsContext): Scope {
  const { division } = ownScope({ ...scope, groupBy: [by] }, caller);
  return { ...scope, division };
}

type Days = () => ReturnType<typeof dailyValues>;
type DriversBy = (by: KpiDimension) => Promise<ReadonlyMap<string, ChangeDrivers>>;

function rowOf(kpi: KpiAnswer, days: Days, drivers: DriversBy): object {
  const about = kpi.shown.kpi;
  return {
    kpi,
    async realism() {
      const target = await kpi.target();
      if (target === null || kpi.shown.withheld) return null;
      return targetRealism(about, (await days()).get(about.name) ?? [], target.value);
    },
    trend: async () =>
      kpi.shown.withheld ? null : kpiTrend(about, (await days()).get(about.name) ?? []),
    drivers: async ({ by }: { readonly by: KpiDimension }) =>
      (await drivers(by)).get(about.name) ?? null,
  };
}

function driversBy(read: DriversBy): DriversBy {
  const reading = new Map<KpiDimension, ReturnType<DriversBy>>();
  return (by) => {
    const found = reading.get(by) ?? read(by);
    reading.set(by, found);
    return found;
  };
}
