import { describe, expect, test } from '@jest/globals';
import { codeOf, type ServiceDesk } from '../service-desk.ts';

const OFFER = `mutation ($input: OfferInput!) { recordOffer(input: $input) {
  id division product crossSell status agent answeredAt case { id } customer { sourceRef { localId } } } }`;
const ANSWER_OFFER = `mutation ($id: ID!, $answer: OfferAnswer!) { answerOffer(id: $id, answer: $answer) {
  status answeredAt } }`;
const SETTLE = `mutation ($id: ID!, $outcome: ReferralSettlement!) {
  settleReferral(id: $id, outcome: $outcome) { outcome } }`;

/** Facts of a running room. */
export function offerFacts(desk: () => ServiceDesk): void {
  const newest = async (type?: string) => (await desk().events(type)).at(-1);
  describe('an offer', () => {
    const customer = { division: 'banking', localId: 'O1' };

    test('is a cross-sell when another division sells, and is answered once', async () => {
      const { id: caseId } = await desk().openCase({ customer });
      const input = { customer, division: 'insurance', product: 'travel cover', caseId };
      const { data } = await desk().room.ask(OFFER, { input });
      const { id } = data['recordOffer'];
      expect(data['recordOffer']).toMatchObject({
        ...{ division: 'insurance', product: 'travel cover', crossSell: true, status: 'OPEN' },
        ...{ agent: 'test-caller', answeredAt: null, case: { id: caseId } },
      });
      const accepted = { id, answer: 'ACCEPTED' };
      const foreign = await desk().room.ask(ANSWER_OFFER, accepted, { division: 'insurance' });
      expect(codeOf(foreign)).toBe('OFFER_NOT_FOUND');
      const first = await desk().room.ask(ANSWER_OFFER, accepted);
      const again = await desk().room.ask(ANSWER_OFFER, accepted);
      expect(first.data).toMatchObject({ answerOffer: { status: 'ACCEPTED' } });
      expect(again.data).toEqual(first.data);
      expect(codeOf(await desk().room.ask(ANSWER_OFFER, { id, answer: 'EXPIRED' }))).toBe(
        'OFFER_ANSWERED',
      );
      expect(
        (await desk().events('offer.%')).map(({ type, payload }) => [type, payload.status]),
      ).toEqual([
        ['offer.made', 'OPEN'],
        ['offer.answered', 'ACCEPTED'],
      ]);
      const shown = await desk().room.asEntities(
        'Customer',
        [{ id: 'a', sourceRecords: [customer] }],
        'offers { product status }',
      );
      expect(shown.data._entities).toEqual([
        { offers: [{ product: 'travel cover', status: 'ACCEPTED' }] },
      ]);
    });

    test("is refused in another customer's division and for nothing that is there", async () => {
      const { id: caseId } = await desk().openCase({
        customer: { ...customer, division: 'lending' },
      });
      const base = { customer, division: 'banking', product: 'card' };
      for (const [changes, code] of [
        [{ caseId }, 'BAD_USER_INPUT'],
        [{ caseId: 'x' }, 'CASE_NOT_FOUND'],
        [{ product: ' ' }, 'BAD_USER_INPUT'],
      ] as const) {
        expect(codeOf(await desk().room.ask(OFFER, { input: { ...base, ...changes } }))).toBe(code);
      }
    });
  });

  describe('a referral', () => {
    test('is settled once, and told again at its own time', async () => {
      const made = await desk().room.ask(
        `mutation { recordReferral(input: { division: "lending", referrer: { division: "banking", localId: "O1" } }) { id } }`,
      );
      const { id } = made.data['recordReferral'];
      const before = await newest('referral.%');
      desk().wait(48);
      const { data } = await desk().room.ask(SETTLE, { id, outcome: 'WON' });
      expect(data['settleReferral']).toEqual({ outcome: 'WON' });
      await desk().room.ask(SETTLE, { id, outcome: 'WON' });
      const told = (await desk().events('referral.%')).filter(
        ({ payload }) => payload.referralId === id,
      );
      expect(told.map(({ payload }) => payload.outcome)).toEqual(['PENDING', 'WON']);
      expect(told[1]?.['occurred_at']).toEqual(before?.['occurred_at']);
      expect(codeOf(await desk().room.ask(SETTLE, { id, outcome: 'LOST' }))).toBe(
        'REFERRAL_SETTLED',
      );
      expect(codeOf(await desk().room.ask(SETTLE, { id: 'x', outcome: 'WON' }))).toBe(
        'REFERRAL_NOT_FOUND',
      );
    });
  });
}
