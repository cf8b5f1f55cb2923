import type { GraphQLResolveInfo } from 'graphql';
import type { Resolvers } from '../kit/resolvers.ts';
import { asksFor } from './answers/asks-for.ts';
import { automationQueries } from './automation/automation-resolvers.ts';
import { kpiAnswers } from './answers/kpi-answers.ts';
import { chargebackMutations } from './chargeback/chargeback-mutations.ts';
import { chargebackQueries, statementResolvers } from './chargeback/chargeback-resolvers.ts';
import { readProgress } from './data-source.ts';
import {
  improvementMutations,
  improvementQueries,
  improvementResolvers,
} from './improvements/improvement-resolvers.ts';
import { KPI_CATALOGUE } from './kpis/catalogue.ts';
import { pilotMutations, pilotQueries } from './pilots/pilot-resolvers.ts';
import { ownScope } from './own-scope.ts';
import { readNames, readScope, type KpiArguments } from './read-scope.ts';
import { scorecard } from './scorecard/scorecard.ts';
import type { MetricsContext } from './services.ts';
import { setKpiTarget } from './targets/set-target.ts';

export const metricsResolvers: Resolvers = {
  Query: {
    kpis(_parent: unknown, args: KpiArguments, context: MetricsContext, info: GraphQLResolveInfo) {
      const scope = ownScope(readScope(args, context.services.clock()), context.caller);
      const asked = { percentiles: asksFor(info, 'percentiles') };
      return kpiAnswers(context, readNames(args.names), { scope, asked });
    },
    kpiDefinitions: () => KPI_CATALOGUE,
    scorecard,
    async metricsFreshness(_parent: unknown, _args: unknown, { services }: MetricsContext) {
      const { events, last_event_at } = await readProgress(services.database);
      return { events, lastEventAt: last_event_at, asOf: services.clock() };
    },
    ...chargebackQueries,
    ...pilotQueries,
    ...improvementQueries,
    ...automationQueries,
  },
  Mutation: {
    setKpiTarget,
    ...chargebackMutations,
    ...pilotMutations,
    ...improvementMutations,
  },
  ChargebackStatement: statementResolvers,
  Improvement: improvementResolvers,
};
