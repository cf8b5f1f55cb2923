import type { Kysely } from 'kysely';
import type { Customers } from '../store/case-reader.ts';
import type { ServiceTables } from '../tables.ts';
import type { Offer } from './offer.ts';
import { answerOffer, readOffers, recordOffer, type OfferAnswered } from './offer-store.ts';

/** The data source's part for offers. */
export function offerSource(database: Kysely<ServiceTables>) {
  return Object.freeze({
    record: (offer: Omit<Offer, 'id' | 'status' | 'answeredAt'>) => recordOffer(database, offer),
    answer: (answered: OfferAnswered) => answerOffer(database, answered),
    ofCustomers: (customers: Customers) => readOffers(database, customers),
  });
}
