/** What the insurance room keeps of the division's files, and the values that a column may hold. */

export const DIVISION = 'insurance';

export const POLICY_STATUSES = ['QUOTED', 'IN_FORCE', 'LAPSED', 'CANCELLED', 'EXPIRED'] as const;
export const CLAIM_STATUSES = ['REPORTED', 'UNDER_REVIEW', 'ACCEPTED', 'REJECTED', 'PAID'] as const;
/** In the order in which the files of one night are read. */
export const FILE_DROP_KINDS = ['HOLDERS', 'POLICIES', 'CLAIMS'] as const;

export type PolicyStatus = (typeof POLICY_STATUSES)[number];
type ClaimStatus = (typeof CLAIM_STATUSES)[number];
export type FileDropKind = (typeof FILE_DROP_KINDS)[number];
type FileDropStatus = 'APPLIED' | 'REPEATED' | 'STALE' | 'REFUSED';

/** A policy holder as the division's file has them; nothing is standardised here. */
export interface HolderRow {
  readonly local_id: string;
  /** The file's version as a number, with a fraction for a correction under the same version. */
  readonly version: string;
  readonly given_name: string | null;
  readonly additional_name: string | null;
  readonly family_name: string | null;
  readonly birth_date: string | null;
  readonly gender: string | null;
  readonly national_id: string | null;
  readonly national_id_scheme: string | null;
  readonly email: string | null;
  readonly email_verified: boolean | null;
  readonly phone: string | null;
  readonly street_address: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly postal_code: string | null;
  readonly country: string | null;
  readonly digest: string;
}

export interface PolicyRow {
  readonly id: string;
  /** The division's own policy number. */
  readonly number: string;
  readonly holder_local_id: string;
  readonly product: string;
  readonly status: PolicyStatus;
  readonly premium: string;
  readonly currency: string;
  readonly starts_on: string;
  readonly ends_on: string;
  /** Of the row as it last came in a file; the same row again changes nothing. */
  readonly digest: string;
}

export interface ClaimRow {
  /** Orders claims of the same day; not shown. */
  readonly key: string;
  /** The division's own claim number, or the one that the caller chose. */
  readonly id: string;
  readonly policy_id: string;
  readonly status: ClaimStatus;
  readonly amount: string;
  readonly currency: string;
  readonly occurred_on: string;
  readonly reported_on: string;
  readonly description: string | null;
  /** Null until a nightly file has the claim. */
  readonly digest: string | null;
}

export interface FileDropRow {
  readonly id: string;
  readonly name: string;
  readonly kind: FileDropKind | null;
  readonly status: FileDropStatus;
  readonly version: string | null;
  /** The version as 14 digits: year to second. */
  readonly version_order: string | null;
  readonly received_at: Date;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly reason: string | null;
  /** SHA-256 of the file. */
  readonly digest: string;
  /** False between the decision and the moving of the file. */
  readonly filed: boolean;
}

export interface InsuranceTables {
  readonly holder: HolderRow;
  readonly policy: PolicyRow;
  readonly claim: ClaimRow;
  readonly file_drop: FileDropRow;
}

export interface PolicyFilter {
  readonly status?: PolicyStatus | null;
}

/** `YYYY-MM-DD` in UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
