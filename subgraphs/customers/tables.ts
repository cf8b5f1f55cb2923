import type { GoldenValue } from './golden/survivorship.ts';
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
  };
  /** Flat: a merged id always names the customer it is today. */
  readonly customer_redirect: {
    readonly merged_id: string;
    readonly customer_id: string;
    readonly merged_at: Date;
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

/** The schema of the room, for statements that the query builder does not write. */
export const SCHEMA = 'customers';
