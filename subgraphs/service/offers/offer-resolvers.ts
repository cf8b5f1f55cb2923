import { checkOwnDivision } from '../../kit/own-division.ts';
import { customerBehind } from '../customer-resolvers.ts';
import { isGiven } from '../given.ts';
import type { SourceRef } from '../model.ts';
import { actOf, refTexts, refuse, type Input, type Maybe } from '../mutations/mutation-input.ts';
import { caseNamed, interactionNamed } from '../mutations/named-contact.ts';
import type { ServiceContext } from '../services.ts';
import { checkTexts } from '../text-checks.ts';
import type { Offer, OfferAnswer } from './offer.ts';

interface OfferInput {
  readonly customer: SourceRef;
  readonly division: string;
  readonly product: string;
  readonly caseId?: Maybe<string>;
  readonly interactionId?: Maybe<string>;
}

const mutations = {
  async recordOffer(_: unknown, { input }: Input<OfferInput>, context: ServiceContext) {
    const { customer, division: seller, product } = input;
    checkTexts([
      ...refTexts('input.customer', customer),
      ['input.division', seller, 'name'],
      ['input.product', product, 'name'],
    ]);
    checkOwnDivision(context.loaders, [customer.division]);
    const occasion = await occasionOf(input, context);
    const { actor: agent, at: offeredAt } = actOf(context);
    const offer = { customer, seller, product, ...occasion, agent, offeredAt };
    const recorded = await context.services.dataSource.offers.record(offer);
    context.services.kick();
    return recorded;
  },

  async answerOffer(
    _: unknown,
    { id, answer }: { readonly id: string; readonly answer: OfferAnswer },
    context: ServiceContext,
  ) {
    const { division } = context.loaders;
    const given = { id, answer, division, at: actOf(context).at };
    const answered = await context.services.dataSource.offers.answer(given);
    context.services.kick();
    return answered;
  },
};

/** When the offer was made: in a case, an interaction, both or neither, of the customer's own division. */
async function occasionOf(
  { customer, caseId, interactionId }: OfferInput,
  context: ServiceContext,
): Promise<Pick<Offer, 'caseId' | 'interactionId'>> {
  const ofCase = isGiven(caseId) ? await caseNamed(caseId, context) : null;
  const ofContact = isGiven(interactionId) ? await interactionNamed(interactionId, context) : null;
  for (const occasion of [ofCase, ofContact]) {
    if (occasion === null || occasion.division === customer.division) continue;
    refuse(
      `"input.customer" must be of division ${occasion.division} as what they were offered it in, but is of: ${customer.division}.`,
    );
  }
  return { caseId: ofCase?.id ?? null, interactionId: ofContact?.id ?? null };
}

export const offerResolvers = Object.freeze({
  Mutation: mutations,
  Offer: {
    division: ({ seller }: Offer) => seller,
    crossSell: ({ seller, customer }: Offer) => seller !== customer.division,
    customer: ({ customer }: Offer) => customerBehind(customer.division, customer.localId),
    case: ({ caseId }: Offer, _: unknown, { loaders }: ServiceContext) =>
      caseId === null ? null : loaders.case.load(caseId),
  },
});
