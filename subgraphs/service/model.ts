/** The words of the service center, as its schema has them. */
export type CaseStatus = 'NEW' | 'OPEN' | 'PENDING_CUSTOMER' | 'ON_HOLD' | 'SOLVED' | 'CLOSED';
export type CaseType = 'QUESTION' | 'INCIDENT' | 'COMPLAINT' | 'REQUEST' | 'REFERRAL';
export type CasePriority = 'LOW' | 'NORMAL' | 'HIGH' | 'URGENT';
export type ValueTier = 'STANDARD' | 'PREFERRED' | 'KEY';
export type PauseReason = 'CUSTOMER' | 'THIRD_PARTY';
export type Direction = 'INBOUND' | 'OUTBOUND';
export type InteractionOutcome = 'HANDLED' | 'ABANDONED' | 'UNKNOWN' | 'PHANTOM';
export type SurveyKind = 'CSAT' | 'NPS' | 'CES';
export type EscalationKind = 'FUNCTIONAL' | 'HIERARCHICAL';
export type ReferralOutcome = 'PENDING' | 'WON' | 'LOST';

/** A customer as one division knows them. */
export interface SourceRef {
  readonly division: string;
  readonly localId: string;
}

/** What every case has from its first moment; all but its priority it keeps. */
export interface CaseIdentity {
  readonly id: string;
  /** `C-` and at least six digits. */
  readonly number: string;
  readonly division: string;
  readonly localId: string | null;
  readonly type: CaseType;
  /** The present one; the trail has those before. */
  readonly priority: CasePriority;
  readonly channel: string | null;
  readonly category: string | null;
  /** What the customer was worth when the case was opened, if anybody said so. */
  readonly valueTier: ValueTier | null;
}

/** What the trail of a case says about it, and nothing else does. */
export interface CaseFacts {
  readonly status: CaseStatus;
  readonly agent: string | null;
  readonly openedAt: Date;
  readonly firstRepliedAt: Date | null;
  /** Null again while a case is reopened; the trail keeps the times before. */
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly resolution: string | null;
  readonly reopenCount: number;
  /** Whose queue it is in, or was taken from; null for a case that was never routed. */
  readonly team: string | null;
  /** Since when it waits for somebody to take it; null while it waits for nobody. */
  readonly queuedAt: Date | null;
  /** To whom it was last escalated in the hierarchy. */
  readonly escalatedTo: string | null;
}

export interface Case extends CaseIdentity, CaseFacts {
  readonly subject: string | null;
  readonly description: string | null;
  readonly reasonCode: string | null;
  readonly externalId: string | null;
  /** A BCP 47 tag: what its customer speaks, if anybody said so. */
  readonly language: string | null;
  /** How many entries its trail has. */
  readonly trailLength: number;
}

export interface CaseReply {
  readonly id: string;
  readonly at: Date;
  readonly author: string;
  readonly public: boolean;
  readonly text: string | null;
}

export interface Interaction {
  readonly id: string;
  readonly at: Date;
  readonly division: string;
  readonly localId: string | null;
  readonly channel: string;
  readonly direction: Direction;
  readonly summary: string | null;
  readonly outcome: InteractionOutcome;
  readonly agent: string | null;
  readonly caseId: string | null;
  readonly waitSeconds: number | null;
  readonly handleSeconds: number | null;
  /** Whether it settled the matter, as whoever handled it says; null when nobody said. */
  readonly resolved: boolean | null;
  readonly topic: string | null;
}

export interface SurveyResponse {
  readonly id: string;
  readonly kind: SurveyKind;
  readonly score: number;
  readonly scaleMax: number;
  readonly at: Date;
  readonly channel: string | null;
  readonly verbatim: string | null;
}

export interface Referral {
  readonly id: string;
  readonly at: Date;
  readonly division: string;
  readonly outcome: ReferralOutcome;
  readonly referrer: SourceRef;
  readonly referred: SourceRef | null;
}

/** `value` is null when nobody answered. */
interface Score {
  readonly value: number | null;
  readonly n: number;
}

export interface Satisfaction {
  readonly csat: Score;
  readonly nps: Score;
}

export interface CaseFilter {
  readonly division?: string | null;
  readonly type?: CaseType | null;
  readonly status?: CaseStatus | null;
  readonly priority?: CasePriority | null;
  readonly agent?: string | null;
  readonly team?: string | null;
  readonly escalatedTo?: string | null;
  readonly category?: string | null;
  readonly reasonCode?: string | null;
}

/** Something true of a row cannot be: it was taken, and this is kept beside it. */
export interface Fault {
  readonly rule: string;
  readonly reason: string;
}
