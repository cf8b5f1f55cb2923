import type { RolledSource } from './layout.ts';

/** Which days of which sources are out of date once a row of facts changes. */
export interface MarkingRule {
  readonly source: RolledSource;
  /** The column with the instant whose day it is; null marks nothing. */
  readonly at: string;
  /** Another such column, when a row has two. */
  readonly and?: string;
  /** The table whose rows of the same case have that column; the row itself does when left out. */
  readonly of?: string;
  /** The columns that count: a change of others leaves the sums as they are. All of them when left out. */
  readonly reads?: readonly string[];
}

export interface MarkedTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly rules: readonly MarkingRule[];
}

/** What every source of cases goes by: which cases are any, and what they are grouped by. */
const CASE = 'opened_at merged_into division channel type priority tier topic agent'.split(' ');

const CONTACT = 'opened_at division local_id channel topic'.split(' ');

/** Every table that a source with kept sums reads. A source that comes to read another column belongs in here. */
export const MARKED_TABLES: readonly MarkedTable[] = Object.freeze([
  {
    table: 'case_fact',
    key: ['case_id'],
    rules: [
      {
        ...{ source: 'caseOpened', at: 'opened_at' },
        reads: [...CASE, 'timely', 'reply_late_at', 'resolution_late_at', 'agents'],
      },
      {
        ...{ source: 'caseReplied', at: 'first_reply_at' },
        reads: [...CASE, 'first_reply_at', 'waiting_since'],
      },
      {
        ...{ source: 'caseFirstResolved', at: 'first_resolved_at' },
        reads: [...CASE, 'first_resolved_at', 'waiting_since', 'last_reopened_at'],
      },
      {
        ...{ source: 'caseResolved', at: 'last_resolved_at' },
        reads: [...CASE, 'last_resolved_at', 'waiting_since', 'last_reopened_at'],
      },
      {
        ...{ source: 'caseClosed', at: 'closed_at' },
        reads: [...CASE, 'closed_at', 'first_resolved_at'],
      },
      { source: 'caseJudged', at: 'opened_at', reads: CASE },
      { source: 'followUp', of: 'follow_up', at: 'answered_at', reads: CASE },
      { source: 'stateStay', of: 'case_span', at: 'until_at', reads: CASE },
      {
        ...{ source: 'caseFlow', of: 'case_span', at: 'from_at', and: 'until_at' },
        reads: [...CASE, 'waiting_since'],
      },
      { source: 'contact', at: 'opened_at', reads: CONTACT },
      { source: 'contactOfAnyChannel', at: 'opened_at', reads: CONTACT },
    ],
  },
  {
    table: 'case_span',
    key: ['case_id'],
    rules: [
      { source: 'stateStay', at: 'until_at' },
      { source: 'caseFlow', at: 'from_at', and: 'until_at' },
      { source: 'caseResolved', of: 'case_fact', at: 'last_resolved_at' },
    ],
  },
  {
    table: 'case_verdict',
    key: ['case_id'],
    rules: [{ source: 'caseJudged', of: 'case_fact', at: 'opened_at' }],
  },
  {
    table: 'follow_up',
    key: ['event_id'],
    rules: [{ source: 'followUp', at: 'answered_at' }],
  },
  {
    table: 'customer_contact',
    key: ['kind', 'contact_id'],
    rules: [
      { source: 'customerContact', at: 'at' },
      { source: 'settledContact', at: 'at' },
    ],
  },
  {
    table: 'interaction',
    key: ['interaction_id'],
    rules: [
      { source: 'interaction', at: 'at' },
      { source: 'contact', at: 'at' },
      { source: 'contactOfAnyChannel', at: 'at' },
    ],
  },
  { table: 'survey', key: ['survey_id'], rules: [{ source: 'survey', at: 'at' }] },
  { table: 'referral', key: ['referral_id'], rules: [{ source: 'referralMade', at: 'at' }] },
]);
