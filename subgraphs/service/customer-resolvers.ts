import { connectionOf, type PageArguments } from '../kit/connection.ts';
import type { ServiceLoaders } from './loaders.ts';
import type { CaseFilter, SourceRef } from './model.ts';
import type { ServiceContext } from './services.ts';
import { readCaseFilter } from './case-filter.ts';
import { UNASKED } from './store/contact-reader.ts';
import { cursorOf, readKeysetPage } from './store/keyset.ts';

/** A customer as the gateway sends them: with all their source records when a field asks for these. */
interface CustomerParent {
  readonly sourceRecords?: readonly SourceRef[] | null;
}

type CaseArguments = PageArguments & { readonly filter?: CaseFilter | null };

export const customerResolvers = Object.freeze({
  __resolveReference: (reference: CustomerParent) => reference,

  async cases(parent: CustomerParent, args: CaseArguments, { loaders }: ServiceContext) {
    const [page, asked, customer] = [
      readKeysetPage(args),
      readCaseFilter(args.filter),
      refsOf(parent, loaders),
    ];
    const filter = { ...asked, teams: loaders.teams };
    const rows = await loaders.cases.load({ customer, wanted: { page, filter } });
    const totalCount = async () =>
      (await loaders.caseCount.load({ customer, wanted: filter })) ?? 0;
    return connectionOf(
      rows ?? [],
      page,
      (row) => cursorOf({ at: row.openedAt, id: row.id }),
      totalCount,
    );
  },

  async timeline(parent: CustomerParent, args: PageArguments, { loaders }: ServiceContext) {
    const [page, customer] = [readKeysetPage(args), refsOf(parent, loaders)];
    const rows = await loaders.timeline.load({ customer, wanted: page });
    const totalCount = async () =>
      (await loaders.timelineCount.load({ customer, wanted: null })) ?? 0;
    return connectionOf(rows ?? [], page, cursorOf, totalCount);
  },

  async satisfaction(parent: CustomerParent, _: unknown, { loaders }: ServiceContext) {
    return (
      (await loaders.satisfaction.load({ customer: refsOf(parent, loaders), wanted: null })) ??
      UNASKED
    );
  },

  async referrals(parent: CustomerParent, _: unknown, { loaders }: ServiceContext) {
    return (
      (await loaders.referrals.load({ customer: refsOf(parent, loaders), wanted: null })) ?? []
    );
  },

  async offers(parent: CustomerParent, _: unknown, { loaders }: ServiceContext) {
    return (await loaders.offers.load({ customer: refsOf(parent, loaders), wanted: null })) ?? [];
  },
});

/**
 * Each source record once, in one order, so that equal customers are equal keys. What happened with a division stands
 * under its own records, so leaving out the others' leaves out all that is not the caller's to read.
 */
function refsOf(
  { sourceRecords }: CustomerParent,
  { division: own }: Pick<ServiceLoaders, 'division'>,
): readonly SourceRef[] {
  const texts = (sourceRecords ?? [])
    .filter(({ division }) => own === null || division === own)
    .map(({ division, localId }) => JSON.stringify([division, localId]));
  return [...new Set(texts)].sort().map((text): SourceRef => {
    const [division, localId] = JSON.parse(text) as [string, string];
    return { division, localId };
  });
}

/** The customer behind a division's number, for the gateway to resolve; null when nobody knows whose it is. */
export function customerBehind(division: string, localId: string | null) {
  return localId === null ? null : { __typename: 'Customer', sourceRef: { division, localId } };
}
