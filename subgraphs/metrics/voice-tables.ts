import type { Stamp } from './facts/stamp.ts';

/** What an answer to a survey says. */
export interface SurveyFact {
  readonly survey_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  readonly division: string;
  readonly kind: string;
  readonly score: number;
  readonly scale_max: number;
  readonly channel: string | null;
  readonly agent: string | null;
  readonly topic: string | null;
  /** Of an answer that came by a link. */
  readonly invitation_id: string | null;
}

/** A link to a survey that was sent. */
export interface InvitationFact {
  readonly invitation_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  readonly division: string;
  readonly kind: string;
  readonly channel: string;
  readonly agent: string | null;
  readonly topic: string | null;
}

/** A review of the work on a case, as it was last corrected. */
export interface QaReviewFact {
  readonly review_id: string;
  readonly revision: number;
  readonly at: Date;
  readonly division: string;
  readonly agent: string;
  readonly score: number;
  /** The kinds of critical error, sorted, with spaces between; empty when there is none. */
  readonly critical_errors: string;
}

/** What was offered to a customer, and what became of it. */
export interface OfferFact {
  readonly offer_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  /** The customer's, and the one whose product it is. */
  readonly division: string;
  readonly seller: string;
  readonly agent: string;
  readonly status: string;
}

/** A customer who sent another. */
export interface ReferralFact {
  readonly referral_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  readonly referrer_division: string;
  readonly referrer_local_id: string;
  readonly outcome: string;
}
