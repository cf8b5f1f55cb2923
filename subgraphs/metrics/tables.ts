import type { Complaint } from './complaint-table.ts';
import type { Stamp } from './facts/stamp.ts';
import type { Rollup, RollupLayout, StaleDay } from './rollups/rollup-tables.ts';
import type {
  InvitationFact,
  OfferFact,
  QaReviewFact,
  ReferralFact,
  SurveyFact,
} from './voice-tables.ts';

/**
 * Facts: what the events say happened, one row a thing. A row is folded from its events, so that their
 * order and repetition make no difference; numbers are counted from rows when they are asked for.
 */
export interface MetricsTables {
  readonly crosswalk: CrosswalkFact;
  readonly redirect: RedirectFact;
  readonly product: ProductFact;
  readonly case_fact: CaseFact;
  readonly interaction: InteractionFact;
  readonly survey: SurveyFact;
  readonly referral: ReferralFact;
  readonly survey_invitation: InvitationFact;
  readonly qa_review: QaReviewFact;
  readonly offer: OfferFact;
  readonly case_message: CaseMessage;
  readonly follow_up: FollowUp;
  readonly case_step: CaseStep;
  readonly case_span: CaseSpan;
  readonly case_verdict: CaseVerdict;
  readonly kpi_target: TargetRow;
  readonly customer_change: CustomerChange & KnownRecords;
  readonly customer_day: CustomerDay;
  readonly customer_contact: CustomerContact;
  readonly rollup: Rollup;
  readonly rollup_layout: RollupLayout;
  readonly stale_day: StaleDay;
  readonly complaint: Complaint;
  readonly progress: Progress;
  readonly book_entry: BookEntry;
  readonly access_count: AccessCount;
  readonly asked_question: AskedQuestion;
}

/** Which unified customer a division's customer is. */
export interface CrosswalkFact {
  readonly division: string;
  readonly local_id: string;
  /** As the event said. */
  readonly linked_id: string;
  readonly stamp: Stamp;
  /** Where `linked_id` leads after merges. */
  readonly customer_id: string;
}

/** A customer id that was merged away, and into which. */
export interface RedirectFact {
  readonly merged_id: string;
  readonly customer_id: string;
  readonly stamp: Stamp;
}

export interface ProductFact {
  readonly division: string;
  readonly product_id: string;
  readonly local_id: string;
  readonly kind: string;
  readonly stamp: Stamp;
  /** Null while only its closing is known. */
  readonly opened_at: Date | null;
  readonly last_opened_at: Date | null;
  readonly closed_at: Date | null;
}

export interface CaseFact {
  readonly case_id: string;
  readonly division: string;
  readonly local_id: string | null;
  readonly owner_stamp: Stamp;
  /** Null, and all that comes with it, while the opening is not known. */
  readonly opened_stamp: Stamp | null;
  readonly opened_at: Date | null;
  readonly type: string | null;
  readonly channel: string | null;
  readonly topic: string | null;
  readonly tier: string | null;
  /** As it was last set. */
  readonly priority_stamp: Stamp | null;
  readonly priority: string | null;
  /** Who had it last, and everybody who had it. */
  readonly agent_stamp: Stamp | null;
  readonly agent: string | null;
  readonly agents: readonly string[];
  readonly first_reply_at: Date | null;
  readonly responded_stamp: Stamp | null;
  readonly timely: boolean | null;
  readonly first_resolved_at: Date | null;
  readonly last_resolved_at: Date | null;
  readonly last_reopened_at: Date | null;
  readonly closed_at: Date | null;
  /** When the clock of its first reply, and the first of its resolutions, was told to be late. */
  readonly reply_late_at: Date | null;
  readonly resolution_late_at: Date | null;
  /** Since when the customers of cases merged into this one have waited. */
  readonly waiting_since: Date | null;
  /** The case that this one became part of: then it is no case of its own. */
  readonly merged_into: string | null;
}

/** Something that was written about a case. */
export interface CaseMessage {
  readonly event_id: string;
  readonly case_id: string;
  readonly at: Date;
  readonly from_customer: boolean;
  /** False for a note that only agents read. */
  readonly public: boolean;
}

/**
 * A customer's message about a case after an answer, and the next public answer, whose event it is named
 * after; worked out from the case's messages whenever there is a new one. See `followUps`.
 */
export interface FollowUp {
  readonly event_id: string;
  readonly case_id: string;
  readonly asked_at: Date;
  readonly answered_at: Date;
}

/** Something after which a case was in a state, be it the one before. */
export interface CaseStep {
  readonly case_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  /** Of the event. */
  readonly type: string;
  /** Null when the event does not say. */
  readonly status: string | null;
  /** The name of the state in the system that the case came from. */
  readonly source_state: string | null;
}

/** A stretch of a case's life, worked out from its steps whenever there is a new one. See `caseSpans`. */
export interface CaseSpan {
  readonly case_id: string;
  readonly kind: 'UNCLOSED' | 'UNSOLVED' | 'STATE';
  /** Of a stay in a state. */
  readonly status: string | null;
  readonly source_state: string | null;
  readonly from_at: Date;
  /** Null while it goes on. */
  readonly until_at: Date | null;
}

export interface CaseVerdict {
  readonly case_id: string;
  readonly stamp: Stamp;
  readonly sla_made: boolean;
}

export interface InteractionFact {
  readonly interaction_id: string;
  readonly stamp: Stamp;
  readonly at: Date;
  readonly division: string;
  readonly local_id: string | null;
  readonly channel: string;
  readonly direction: string;
  readonly case_id: string | null;
  readonly outcome: string;
  readonly wait_seconds: number | null;
  readonly handle_seconds: number | null;
  readonly agent: string | null;
  readonly topic: string | null;
  readonly resolved: boolean | null;
}

/**
 * What an instant changed about one customer, in one division or (null) in the group; worked out from the
 * crosswalk and the products whenever those change. See `customerChanges`.
 */
export interface CustomerChange {
  /** The unified customer, or `division:local_id` of somebody who is not linked. */
  readonly identity: string;
  readonly division: string | null;
  /** `-infinity` for who was always a customer. */
  readonly at: Date | '-infinity';
  /** 1 when they became active. */
  readonly customers: number;
  /** 1 when they came to hold a product, -1 when they no longer do. */
  readonly holders: number;
  readonly products: number;
  /** Of the number of products, squared, which the spread of a mean is made of. */
  readonly squares: number;
  /** 1 when they came to hold products in two or more divisions, whichever these are. */
  readonly several: number;
}

/** How many of a division's records, or of all, a linked customer is; on the change with which they become active. */
export interface KnownRecords {
  readonly records: number;
  /** 1 when there are any. */
  readonly profiles: number;
}

/** What the changes of a day come to. The database itself keeps them up to date, see `keepCustomerDays`. */
export interface CustomerDay
  extends Omit<CustomerChange, 'identity' | 'division' | 'at'>, KnownRecords {
  /** An empty text for the whole group, since a key holds no null. */
  readonly division: string;
  readonly day: Date | '-infinity';
}

/**
 * A contact of a known customer, with the seconds since the one before and until the one after; worked out anew
 * for every customer of whom contacts or links change.
 */
export interface CustomerContact {
  readonly kind: ContactKind;
  /** Of the case or the interaction. */
  readonly contact_id: string;
  readonly customer_id: string;
  readonly at: Date;
  readonly division: string;
  readonly channel: string | null;
  readonly topic: string | null;
  readonly gap: number | null;
  readonly gap_after: number | null;
}

/** Cases and interactions are named by different systems, which may use the same id. */
export type ContactKind = 'CASE' | 'INTERACTION';

/** How far the events have been counted; one row, changed with the facts or not at all. */
export interface Progress {
  readonly id: number;
  readonly events: number;
  readonly last_event_at: Date | null;
}

/** What a KPI is to be from a day on; the latest day that has come counts. */
export interface TargetRow {
  readonly kpi: string;
  /** Written as an empty text for the whole group, since a key holds no null. */
  readonly division: string | null;
  /** `2026-01-31`. */
  readonly valid_from: string;
  /** Null: no target any more. */
  readonly value: number | null;
  readonly set_by: string;
  readonly set_at: Date;
}

/** What people set, e.g. a month's costs: every version of it, never changed and never deleted. */
export interface BookEntry {
  /** What kind of thing is set, see `books/books.ts`. */
  readonly book: string;
  /** Which one, e.g. the month. */
  readonly subject: string;
  /** From 1. The latest counts. */
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly content: unknown;
}

/** What somebody asked of classified data on a day, as the read ledger counts it. */
export interface AccessCount {
  readonly count_id: string;
  readonly stamp: Stamp;
  /** The beginning of the day, UTC. */
  readonly at: Date;
  readonly division: string | null;
  /** A hash of who it was; null for nobody known. */
  readonly agent: string | null;
  readonly requests: number;
  readonly denied: number;
  readonly personal: number;
}

/** What somebody who may not see small groups asked, see `overlap/`: the question, and nothing that was answered. */
export interface AskedQuestion {
  readonly id: string;
  readonly subject: string;
  readonly asked_at: Date;
  readonly question: unknown;
  /** Which groups were told and which withheld; null while that is not known. */
  readonly answer: unknown;
}
