/**
 * A complaint of a known customer, a case of its own; worked out anew for every customer of whom complaints, links or
 * products change.
 */
export interface Complaint {
  readonly case_id: string;
  readonly division: string;
  readonly opened_at: Date;
  /** The unified customer. */
  readonly identity: string;
  /** Since when they are active in the division, and in any: `-infinity` for who always was. */
  readonly active_at: Date | '-infinity' | null;
  readonly active_in_group_at: Date | '-infinity' | null;
}
