import type { AnyDomainEvent } from '../../../schema/events.ts';
import type { OfferFact, QaReviewFact } from '../voice-tables.ts';
import { latestWins, unexpected, type FactKind } from './fact-kind.ts';
import { stampOf } from './stamp.ts';

/** Links to surveys that were sent; whether one was answered stands with the answer. */
export const invitationFacts = latestWins({
  table: 'survey_invitation',
  key: ['invitation_id'],
  type: 'survey.invited',
  keyOf: ({ payload }) => [payload.invitationId],
  rowOf: (event) => ({
    invitation_id: event.payload.invitationId,
    stamp: stampOf(event),
    at: new Date(event.occurredAt),
    division: event.payload.division,
    kind: event.payload.kind,
    channel: event.payload.channel,
    agent: event.payload.agent,
    topic: event.payload.topic,
  }),
});

/** Quality reviews. A correction has the time of what it corrects, so the highest revision counts. */
export const reviewFacts = Object.freeze({
  table: 'qa_review',
  key: ['review_id'],
  types: ['qa.reviewed'],
  keyOf: (event: AnyDomainEvent) => [reviewEvent(event).payload.reviewId],
  fold(row: QaReviewFact | null, event: AnyDomainEvent): QaReviewFact {
    const { payload, occurredAt } = reviewEvent(event);
    const { reviewId, revision, division, agent, score, criticalErrors } = payload;
    if (row !== null && row.revision >= revision) return row;
    return {
      ...{ review_id: reviewId, revision, at: new Date(occurredAt), division, agent, score },
      critical_errors: [...criticalErrors].sort().join(' '),
    };
  },
} satisfies FactKind<'qa_review'>);

/** Offers, as they were last told. */
export const offerFacts = Object.freeze({
  table: 'offer',
  key: ['offer_id'],
  types: ['offer.made', 'offer.answered'],
  keyOf: (event: AnyDomainEvent) => [offerEvent(event).payload.offerId],
  fold(row: OfferFact | null, event: AnyDomainEvent): OfferFact {
    const { payload } = offerEvent(event);
    const stamp = stampOf(event);
    if (row !== null && row.stamp >= stamp) return row;
    const { offerId, division, seller, agent, status, offeredAt } = payload;
    return {
      ...{ offer_id: offerId, stamp, at: new Date(offeredAt), division, seller, agent, status },
    };
  },
} satisfies FactKind<'offer'>);

function reviewEvent(event: AnyDomainEvent) {
  if (event.type === 'qa.reviewed') return event;
  throw unexpected('qa_review', event);
}

function offerEvent(event: AnyDomainEvent) {
  if (event.type === 'offer.made' || event.type === 'offer.answered') return event;
  throw unexpected('offer', event);
}
