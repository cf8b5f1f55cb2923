import { validate as isUuid } from 'uuid';
import { connectionOf, type PageArguments } from '../kit/connection.ts';
import { readCaseFilter } from './case-filter.ts';
import { complaintResolvers } from './complaints/complaint-resolvers.ts';
import { customerBehind, customerResolvers } from './customer-resolvers.ts';

import type { Case, CaseFilter, Interaction, Referral } from './model.ts';
import { macroResolvers } from './macros/macro-resolvers.ts';
import { caseMutations } from './mutations/case-mutations.ts';
import { contactMutations } from './mutations/contact-mutations.ts';
import { importMutations } from './mutations/import-mutations.ts';
import { offerResolvers } from './offers/offer-resolvers.ts';
import { qaResolvers } from './quality/qa-resolvers.ts';
import { routingMutations } from './routing/routing-mutations.ts';
import { routedCase, routingQueries, routingTypes } from './routing/routing-resolvers.ts';
import type { ServiceContext } from './services.ts';
import { slaClocks } from './sla/sla-clocks.ts';
import { isWithinBounds, type CaseBounds } from './store/case-bounds.ts';
import type { CaseSelection } from './store/case-reader.ts';
import { cursorOf, readKeysetPage } from './store/keyset.ts';
import { caseSerial } from './store/rows.ts';
import { surveyResolvers } from './surveys/survey-resolvers.ts';

type CasesArguments = PageArguments & { readonly filter?: CaseFilter | null };

const queryResolvers = {
  case: (_: unknown, { id }: { readonly id: string }, { loaders }: ServiceContext) =>
    isUuid(id) ? loaders.case.load(id.toLowerCase()) : null,

  async caseByNumber(
    _: unknown,
    { number }: { readonly number: string },
    { services, loaders }: ServiceContext,
  ) {
    const serial = caseSerial(number);
    const found = serial === null ? null : await services.dataSource.cases.bySerial(serial);
    // Asking once more for what is hidden would take longer than for what is not there.
    return found !== null && isWithinBounds(found, loaders) ? found : null;
  },

  async cases(_: unknown, args: CasesArguments, { services, loaders }: ServiceContext) {
    const [page, asked] = [readKeysetPage(args), readCaseFilter(args.filter)];
    const filter = ownCases(asked, loaders);
    const { cases } = services.dataSource;
    if (filter === null)
      return connectionOf<Case>(
        [],
        page,
        () => [],
        () => 0,
      );
    const rows = await cases.page(page, filter);
    const place = (row: Case) => cursorOf({ at: row.openedAt, id: row.id });
    return connectionOf(rows, page, place, () => cases.count(filter));
  },
};

/** The filter narrowed to the caller's bounds; null when it asks for another division's cases. */
function ownCases(asked: CaseFilter, { division, teams }: CaseBounds): CaseSelection | null {
  if (division === null) return { ...asked, teams };
  const isOther = asked.division !== undefined && asked.division !== division;
  return isOther ? null : { ...asked, division, teams };
}

const caseResolvers = {
  __resolveReference: ({ id }: { readonly id: string }, { loaders }: ServiceContext) =>
    isUuid(id) ? loaders.case.load(id.toLowerCase()) : null,
  summary: (parent: Case) => parent.subject,
  at: (parent: Case) => parent.openedAt,
  async slaClocks(parent: Case, _: unknown, { loaders, services }: ServiceContext) {
    const { book, clock } = services;
    return slaClocks(parent, await loaders.trail.load(parent.id), { book, now: clock() });
  },
  replies: (parent: Case, _: unknown, { loaders }: ServiceContext) =>
    loaders.replies.load(parent.id),
  customer: (parent: Case) => customerBehind(parent.division, parent.localId),
};

const interactionResolvers = {
  __resolveReference: ({ id }: { readonly id: string }, { loaders }: ServiceContext) =>
    isUuid(id) ? loaders.interaction.load(id.toLowerCase()) : null,
  case: ({ caseId }: Interaction, _: unknown, { loaders }: ServiceContext) =>
    caseId === null ? null : loaders.case.load(caseId),
  customer: (parent: Interaction) => customerBehind(parent.division, parent.localId),
};

const referralResolvers = {
  referrer: ({ referrer }: Referral) => customerBehind(referrer.division, referrer.localId),
  referred: ({ referred }: Referral) =>
    referred === null ? null : customerBehind(referred.division, referred.localId),
};

export const serviceResolvers = Object.freeze({
  Query: {
    ...queryResolvers,
    ...routingQueries,
    ...qaResolvers.Query,
    ...surveyResolvers.Query,
    ...macroResolvers.Query,
  },
  Mutation: {
    ...caseMutations,
    ...contactMutations,
    ...importMutations,
    ...routingMutations,
    ...qaResolvers.Mutation,
    ...surveyResolvers.Mutation,
    ...complaintResolvers.Mutation,
    ...offerResolvers.Mutation,
    ...macroResolvers.Mutation,
  },
  Customer: customerResolvers,
  ...routingTypes,
  Case: { ...caseResolvers, ...routedCase, ...complaintResolvers.Case },
  Interaction: interactionResolvers,
  Referral: referralResolvers,
  MacroStep: macroResolvers.MacroStep,
  MacroRunStep: macroResolvers.MacroRunStep,
  Offer: offerResolvers.Offer,
  QaReview: qaResolvers.QaReview,
  QaStratum: qaResolvers.QaStratum,
});
