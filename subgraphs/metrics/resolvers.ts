import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import { readProgress } from './data-source.ts';
import { KPI_CATALOGUE } from './kpis/catalogue.ts';
import { measureKpis, type MeasuredKpi } from './measures/measure-kpis.ts';
import type { Scope } from './model.ts';
import { readNames, readScope, type KpiArguments } from './read-scope.ts';
import type { MetricsServices } from './services.ts';

type Context = RoomContext<MetricsServices>;

export const metricsResolvers: Resolvers = {
  Query: {
    async kpis(_parent: unknown, args: KpiArguments, { services }: Context) {
      const scope = readScope(args, services.clock());
      const measured = await measureKpis(services.database, readNames(args.names), scope);
      const asOf = services.clock();
      return measured.map((one) => ({ ...answer(one, scope), asOf }));
    },
    kpiDefinitions: () => KPI_CATALOGUE,
    async metricsFreshness(_parent: unknown, _args: unknown, { services }: Context) {
      const { events, last_event_at } = await readProgress(services.database);
      return { events, lastEventAt: last_event_at, asOf: services.clock() };
    },
  },
};

/** A measured KPI as the graph's type `Kpi`. */
function answer({ kpi, group, ...figures }: MeasuredKpi, scope: Scope): object {
  const { name, unit, clock, direction, definition } = kpi;
  const values = scope.groupBy.map((dimension, place) => ({
    dimension,
    value: group[place] ?? null,
  }));
  const ofDivision = values.find(({ dimension }) => dimension === 'DIVISION')?.value;
  const division = ofDivision ?? scope.division;
  return { name, unit, clock, direction, definition, division, group: values, ...figures };
}
