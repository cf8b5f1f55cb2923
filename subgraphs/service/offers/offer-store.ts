import type { Kysely } from 'kysely';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import type { Customers } from '../store/case-reader.ts';
import { grouped } from '../store/grouped.ts';
import { ofWanted, wantedTable } from '../store/keyset.ts';
import type { ServiceTables } from '../tables.ts';
import { tellOffer, type Offer, type OfferAnswer } from './offer.ts';
import { offerOfRow, offerRow } from './offer-tables.ts';

export async function recordOffer(
  database: Kysely<ServiceTables>,
  input: Omit<Offer, 'id' | 'status' | 'answeredAt'>,
): Promise<Offer> {
  const offer: Offer = { ...input, id: uuidv7(), status: 'OPEN', answeredAt: null };
  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto('offer').values(offerRow(offer)).execute();
    await appendEvents(transaction, [tellOffer(offer)]);
  });
  return offer;
}

export interface OfferAnswered {
  readonly id: string;
  readonly answer: OfferAnswer;
  readonly at: Date;
  /** The only division to whose customers the caller answers for; null for all. */
  readonly division: string | null;
}

/**
 * Notes what became of an offer, once; the same answer again changes nothing. Throws OFFER_NOT_FOUND and, for another
 * answer than it has, OFFER_ANSWERED.
 */
export function answerOffer(
  database: Kysely<ServiceTables>,
  { id, answer, at, division }: OfferAnswered,
): Promise<Offer> {
  return database.transaction().execute(async (transaction) => {
    const rows = transaction.selectFrom('offer').selectAll().forUpdate();
    const row = isUuid(id) ? await rows.where('id', '=', id).executeTakeFirst() : undefined;
    if (row === undefined || (division !== null && row.division !== division)) throw notFound(id);
    const before = offerOfRow(row);
    if (before.status === answer) return before;
    if (before.status !== 'OPEN') throw answered(before);
    const offer: Offer = { ...before, status: answer, answeredAt: at };
    await transaction
      .updateTable('offer')
      .set({ status: answer, answered_at: at.toISOString() })
      .where('id', '=', offer.id)
      .execute();
    await appendEvents(transaction, [tellOffer(offer)]);
    return offer;
  });
}

function notFound(id: string): DomainError {
  const message = `Argument "id" must name an offer, but got: ${JSON.stringify(id)}.`;
  return new DomainError('OFFER_NOT_FOUND', message);
}

function answered({ id, status }: Offer): DomainError {
  const message = `Offer ${id} must be OPEN to be answered, but is: ${status}.`;
  return new DomainError('OFFER_ANSWERED', message);
}

/** The newest offers that were made to each customer. */
export async function readOffers(
  database: Kysely<ServiceTables>,
  customers: Customers,
): Promise<ReadonlyMap<number, readonly Offer[]>> {
  const rows = await database
    .selectFrom(wantedTable(customers))
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('offer')
          .selectAll()
          .where(ofWanted())
          .orderBy('offered_at', 'desc')
          .orderBy('id', 'desc')
          .limit(MOST_OFFERS)
          .as('made'),
      (join) => join.onTrue(),
    )
    .selectAll('made')
    .select('wanted.customer')
    .orderBy('made.offered_at', 'desc')
    .orderBy('made.id', 'desc')
    .execute();
  return grouped(rows, (row) => row.customer, offerOfRow);
}

/** A customer record to which more were made shows its newest ones. */
const MOST_OFFERS = 100;
