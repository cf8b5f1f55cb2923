import type { NewEvent } from '../../kit/outbox.ts';
import type { SourceRef } from '../model.ts';

export type OfferAnswer = 'ACCEPTED' | 'DECLINED' | 'EXPIRED';
export type OfferStatus = 'OPEN' | OfferAnswer;

/** A product that was offered to a customer in the course of a service. */
export interface Offer {
  readonly id: string;
  readonly customer: SourceRef;
  /** Whose product it is. Of another division than the customer's record it is a cross-sell. */
  readonly seller: string;
  readonly product: string;
  readonly caseId: string | null;
  readonly interactionId: string | null;
  readonly agent: string;
  readonly status: OfferStatus;
  readonly offeredAt: Date;
  readonly answeredAt: Date | null;
}

/** Each event tells the whole offer, so that the latest one says all. */
export function tellOffer(offer: Offer): NewEvent {
  const { id, customer, seller, product, caseId, agent, status, offeredAt, answeredAt } = offer;
  const payload = {
    ...{ offerId: id, ...customer, seller, product, caseId, agent, status },
    offeredAt: offeredAt.toISOString(),
  };
  return answeredAt === null
    ? { type: 'offer.made', occurredAt: offeredAt.toISOString(), payload }
    : { type: 'offer.answered', occurredAt: answeredAt.toISOString(), payload };
}
