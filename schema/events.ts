/**
 * The events that rooms exchange: names and payloads. A room appends them in the same transaction as the
 * change they tell of; consumers receive them at least once, in any order, and count them by `id`.
 */

/** What happened, once. `id` is a UUIDv7; `room` is who says so; times are RFC 3339 UTC. */
export interface DomainEvent<Type extends EventType = EventType> {
  readonly id: string;
  readonly type: Type;
  readonly room: string;
  /** When it happened in the world, not when it was written. */
  readonly occurredAt: string;
  readonly payload: EventPayloads[Type];
}

export type EventType = keyof EventPayloads;

/** Any event, narrowed by its `type`. */
export type AnyDomainEvent = { readonly [Type in EventType]: DomainEvent<Type> }[EventType];

/** A customer as a division knows them. */
interface CustomerRef {
  readonly division: string;
  readonly localId: string;
}

export interface EventPayloads {
  /** A division's customer record appeared or changed. `record` is a CustomerRecordInput. */
  readonly 'customer.recorded': CustomerRef & {
    readonly record: Readonly<Record<string, unknown>>;
  };
  /** The crosswalk now says that this record is this customer. Replaces what it said before. */
  readonly 'customer.linked': CustomerRef & {
    readonly customerId: string;
    readonly matchProbability: number;
  };
  readonly 'customer.merged': { readonly customerId: string; readonly mergedId: string };
  /**
   * Records left `customerId` and are `newCustomerId` now: a new id, or one that had been merged away and is a
   * customer again. A `customer.linked` for each of them comes with it.
   */
  readonly 'customer.split': {
    readonly customerId: string;
    readonly newCustomerId: string;
    readonly records: readonly CustomerRef[];
  };

  /** What is known of a customer is kept for a matter from now on, with these records; and is so no longer. */
  readonly 'customer.held': HoldPayload;
  readonly 'customer.released': HoldPayload;

  readonly 'product.opened': ProductPayload;
  readonly 'product.closed': ProductPayload;

  readonly 'case.opened': TrailPayload & {
    readonly number: string;
    readonly type: string;
    readonly priority: string;
    readonly channel: string | null;
    readonly category: string | null;
    readonly valueTier?: string | null;
  };
  readonly 'case.assigned': TrailPayload & { readonly agent: string };
  /** The first public reply has `first: true`. */
  readonly 'case.replied': TrailPayload & { readonly public: boolean; readonly first: boolean };
  readonly 'case.paused': TrailPayload & { readonly waitingFor: string };
  readonly 'case.resumed': TrailPayload;
  readonly 'case.resolved': TrailPayload;
  readonly 'case.reopened': TrailPayload;
  readonly 'case.closed': TrailPayload;
  readonly 'case.customer-wrote': TrailPayload;
  readonly 'case.prioritised': TrailPayload & { readonly priority: string };
  /** `mergedId` was merged into `caseId`, and is closed; its customer has waited since `waitingSince`. */
  readonly 'case.absorbed': TrailPayload & {
    readonly mergedId: string;
    readonly waitingSince?: string;
  };
  /** It entered a team's queue, by a row of the policies' table; no row brought back a case that is its team's. */
  readonly 'case.routed': TrailPayload & {
    readonly team: string;
    readonly rule: string | null;
    readonly version: number | null;
  };
  readonly 'case.transferred': TrailPayload & {
    readonly team: string;
    readonly from: string | null;
  };
  /** FUNCTIONAL: `from` and `to` are teams. HIERARCHICAL: `to` is a subject, `from` another or nobody. */
  readonly 'case.escalated': TrailPayload & {
    readonly kind: string;
    /** From 1: which of its kind in the life of the case. */
    readonly level: number;
    readonly from: string | null;
    readonly to: string;
    readonly byClock: boolean;
  };
  /** A case entered a team's queue, left it, or may stand elsewhere in it. */
  readonly 'queue.changed': {
    readonly team: string;
    readonly division: string;
    readonly caseId: string;
    readonly change: 'ENTERED' | 'LEFT' | 'MOVED';
  };
  /** Who has a place in a team, or comes and goes. `actor` is who said so. */
  readonly 'team.registered': { readonly team: string; readonly actor: string };
  readonly 'agent.registered': AgentPayload;
  readonly 'agent.presence-set': AgentPayload;

  /** An entry of another system's log: the state that the case was in from then on, and that system's name for it. */
  readonly 'case.moved': CasePayload & {
    readonly status: string;
    readonly sourceState: string | null;
  };
  /** Whether the case kept its service level, as the system that it came from says. */
  readonly 'case.sla-judged': CasePayload & { readonly slaMade: boolean };
  /** Whether the company's first response came by its due time, once per case. */
  readonly 'case.responded': CasePayload & { readonly timely: boolean };

  /** A clock of a case is at risk, or late: each once a clock. */
  readonly 'sla.warned': SlaPayload;
  readonly 'sla.breached': SlaPayload;

  readonly 'interaction.logged': {
    readonly interactionId: string;
    readonly division: string;
    readonly localId: string | null;
    readonly channel: string;
    readonly direction: string;
    /** Set when the interaction belongs to a case: then it is no contact of its own. */
    readonly caseId: string | null;
    readonly agent: string | null;
    readonly outcome: string;
    readonly waitSeconds: number | null;
    readonly handleSeconds: number | null;
    /** Whether it settled the matter, as whoever handled it says; null when nobody said. */
    readonly resolved?: boolean | null;
    readonly topic?: string | null;
  };
  readonly 'survey.answered': {
    readonly surveyId: string;
    readonly division: string;
    readonly localId: string | null;
    readonly kind: string;
    readonly score: number;
    readonly scaleMax: number;
    readonly channel: string | null;
    /** Whose work the answer is about. */
    readonly agent?: string | null;
    readonly topic?: string | null;
    /** Set when it came by the link of an invitation. */
    readonly invitationId?: string | null;
  };
  /** Somebody was sent a link to a survey. */
  readonly 'survey.invited': {
    readonly invitationId: string;
    readonly division: string;
    readonly localId: string | null;
    readonly kind: string;
    /** The one that the link was sent by. */
    readonly channel: string;
    /** Whose work it is about. */
    readonly agent: string | null;
    readonly topic: string | null;
  };
  /** Told again, with the same time, when its outcome is decided. */
  readonly 'referral.made': {
    readonly referralId: string;
    readonly division: string;
    readonly referrer: CustomerRef;
    readonly referred: CustomerRef | null;
    readonly outcome: string;
  };

  /**
   * What somebody asked of classified data on a day, as the read ledger counts it up to a link of its chain. Replaces
   * what an earlier link's event said.
   */
  readonly 'access.counted': {
    /** `2026-01-31`, UTC. */
    readonly day: string;
    /** A keyed hash, the same for the same subject; null for nobody known. */
    readonly agent: string | null;
    /** Null for who belongs to none. */
    readonly division: string | null;
    readonly position: number;
    /** Requests that read something classified, or were denied anything. */
    readonly requests: number;
    /** Of these, those that were denied anything, and those that read personal data. */
    readonly denied: number;
    readonly personal: number;
  };

  /**
   * Somebody reviewed how a case was worked on. Told again, with the same time, when they correct it; the highest
   * `revision` counts.
   */
  readonly 'qa.reviewed': {
    readonly reviewId: string;
    readonly revision: number;
    readonly caseId: string;
    readonly division: string;
    /** Whose work it is about. */
    readonly agent: string;
    readonly reviewer: string;
    readonly form: string;
    readonly formVersion: number;
    /** 0 to 1. */
    readonly score: number;
    /** The kinds of critical question that applied, and those with an error. */
    readonly judged: readonly string[];
    readonly criticalErrors: readonly string[];
  };

  /** The handling of a complaint came to another state of ISO 10002; its receipt is the opening of the case. */
  readonly 'complaint.advanced': CasePayload & {
    readonly state: string;
    /** Of a decision that was communicated. */
    readonly decision: string | null;
  };

  /** A product was offered to a customer, and what became of that; each tells the whole offer. */
  readonly 'offer.made': OfferPayload;
  readonly 'offer.answered': OfferPayload;

  /** Somebody set what the center's numbers are read with: costs, rates, a baseline. Versions count from 1. */
  readonly 'book.set': {
    readonly book: string;
    readonly subject: string;
    readonly version: number;
    readonly actor: string;
    readonly content: object;
  };
}

interface HoldPayload {
  readonly holdId: string;
  readonly customerId: string;
  /** Other ids of the customer, which were merged away. */
  readonly formerIds: readonly string[];
  /** Those of the hold that the customer has; a hold comes along with them in a merge or a split. */
  readonly records: readonly CustomerRef[];
}

interface ProductPayload extends CustomerRef {
  readonly productId: string;
  /** ACCOUNT, LOAN or POLICY. */
  readonly kind: string;
}

interface OfferPayload extends CustomerRef {
  readonly offerId: string;
  /** The division whose product it is. */
  readonly seller: string;
  readonly product: string;
  readonly caseId: string | null;
  readonly agent: string;
  /** OPEN, ACCEPTED, DECLINED or EXPIRED. */
  readonly status: string;
  readonly offeredAt: string;
}

interface AgentPayload {
  readonly agent: string;
  readonly team: string;
  readonly presence: string;
  readonly actor: string;
}

interface SlaPayload extends CasePayload {
  readonly metric: string;
  /** From 1: which of the case's clocks of the metric. */
  readonly sequence: number;
  readonly policy: string;
  readonly dueAt: string;
}

interface CasePayload {
  readonly caseId: string;
  readonly division: string;
  /** Null when nobody knows whose case it is. */
  readonly localId: string | null;
}

interface TrailPayload extends CasePayload {
  /** The state in which this left the case; not given of a life that `case.moved` tells the states of. */
  readonly status?: string;
}
