import type { GoldenValue } from './golden/survivorship.ts';
import type { MatchModel } from './matching/weigh/model.ts';
import type { StandardRecord } from './model.ts';

/** The room's tables, column by column. `migrations.ts` makes them. */
export interface CustomerTables {
  readonly source_record: {
    readonly division: string;
    readonly local_id: string;
    /** A decimal number as text. */
    readonly version: string;
    readonly raw: unknown;
    readonly standardised: StandardRecord;
    readonly recorded_at: Date;
  };
  /** The crosswalk. */
  readonly source_link: {
    readonly division: string;
    readonly local_id: string;
    readonly customer_id: string;
    readonly probability: number;
    readonly rule: string;
    readonly linked_at: Date;
  };
  readonly customer: {
    readonly id: string;
    readonly created: Date;
    readonly status: string;
    readonly value_tier: string;
    readonly sort_key: string;
    /** Always read as a whole, so they are one value. */
    readonly golden_values: readonly GoldenValue[];
    /** The record through which it came to be known: whoever has it has the id when a merge is undone. */
    readonly founder_place: string | null;
  };
  /** When records were linked to customers that they left. */
  readonly former_link: {
    readonly division: string;
    readonly local_id: string;
    readonly customer_id: string;
    readonly linked_at: Date;
  };
  /** How things stand between two records; the place that sorts first is left. */
  readonly match_pair: {
    readonly id: string;
    readonly left_place: string;
    readonly right_place: string;
    /** In bits; null when no evidence is left and only a steward's decision keeps the row. */
    readonly weight: number | null;
    readonly is_link: boolean;
    readonly veto_kind: 'never' | 'apart' | 'ask' | null;
    /** The veto, else the fields that speak most for a link. */
    readonly reason: string;
    readonly model_version: string | null;
    readonly decision: StewardDecision | null;
    readonly decided_by: string | null;
    readonly decided_at: Date | null;
    readonly deferred_until: Date | null;
  };
  /** Everything that was ever found or decided of two records. Only grows. */
  readonly match_edge: {
    readonly left_place: string;
    readonly right_place: string;
    readonly kind: EdgeKind;
    readonly weight: number | null;
    readonly reason: string;
    readonly model_version: string | null;
    readonly actor: string | null;
    readonly at: Date;
  };
  readonly match_model: {
    readonly version: string;
    readonly model: MatchModel;
    readonly report: string;
    readonly created: Date;
  };
  /** Judging all records anew and linking them by what comes out. */
  readonly rematch_job: {
    readonly id: string;
    readonly model_version: string;
    readonly created: Date;
    readonly finished: Date | null;
  };
  /** A range of records to work on; whoever holds a lock on the row is at it. */
  readonly rematch_task: {
    readonly job_id: string;
    readonly phase: RematchPhase;
    readonly number: number;
    /** The first record of the range; it ends where the next one begins. */
    readonly division: string;
    readonly local_id: string;
    readonly is_done: boolean;
  };
  /** A record whose pairs a job judged differently, until it is linked. */
  readonly rematch_concern: {
    readonly job_id: string;
    readonly place: string;
  };
  readonly golden_override: {
    readonly id: string;
    readonly customer_id: string;
    readonly field: string;
    readonly value: unknown;
    readonly reason: string;
    readonly actor: string;
    readonly at: Date;
    readonly expires_at: Date | null;
  };
  /** Flat: a merged id always names the customer it is today. */
  readonly customer_redirect: {
    readonly merged_id: string;
    readonly customer_id: string;
    readonly merged_at: Date;
  };
  /** A matter for which customers' data is kept. Rows are never changed. */
  readonly legal_hold: {
    readonly id: string;
    readonly matter: string;
    readonly placed_at: Date;
    readonly placed_by: string;
  };
  /** What is kept for it. By record: in a merge the hold comes along, in a split it goes with its records. */
  readonly legal_hold_record: {
    readonly hold_id: string;
    readonly division: string;
    readonly local_id: string;
  };
  /** The end of a hold. Rows are never changed. */
  readonly legal_hold_release: {
    readonly hold_id: string;
    readonly reason: string;
    readonly released_at: Date;
    readonly released_by: string;
  };
  /** Versions of records that were replaced while their customer was on hold. Only grows. */
  readonly kept_version: {
    readonly division: string;
    readonly local_id: string;
    /** A decimal number as text. */
    readonly version: string;
    readonly raw: unknown;
    readonly recorded_at: Date;
    readonly replaced_at: Date;
  };
  readonly link_key: {
    readonly key: string;
    readonly division: string;
    readonly local_id: string;
  };
  readonly search_token: {
    readonly customer_id: string;
    readonly token: string;
    readonly initial: string;
    readonly sort_key: string;
  };
  readonly standardization_fault: {
    readonly id: string;
    readonly division: string;
    readonly local_id: string;
    readonly field: string;
    readonly raw_value: string | null;
    readonly reason: string;
    readonly at: Date;
  };
}

export type StewardDecision = 'must-link' | 'cannot-link' | 'deferred';
/** In this order: nobody is judged before all have their keys. */
export type RematchPhase = 'keys' | 'judge';
export type EdgeKind = StewardDecision | 'evidence' | 'withdrawn' | 'released';

/** The schema of the room, for statements that the query builder does not write. */
export const SCHEMA = 'customers';
