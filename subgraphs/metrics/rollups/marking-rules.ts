import type { RolledSource } from './layout.ts';

/** Which days of which sources are out of date once a row of facts changes. */
export interface MarkingRule {
  readonly source: RolledSource;
  /** The instants whose days they are, in SQL over the row, as `fact`; null marks nothing. */
  readonly at: string;
  /** Rows of other tables by which they are found, joined to `fact`. */
  readonly joins?: string;
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

const SPANS = 'join metrics.case_span as span on span.case_id = fact.case_id';
const FOLLOW_UPS = 'join metrics.follow_up as follow on follow.case_id = fact.case_id';
const ITS_CASE = 'join metrics.case_fact as whose on whose.case_id = fact.case_id';

/** Every table that a source with kept sums reads. A source that comes to read another column belongs in here. */
export const MARKED_TABLES: readonly MarkedTable[] = Object.freeze([
  {
    table: 'case_fact',
    key: ['case_id'],
    rules: [
      {
        ...{ source: 'caseOpened', at: 'fact.opened_at' },
        reads: [...CASE, 'timely', 'reply_late_at', 'resolution_late_at', 'agents'],
      },
      {
        ...{ source: 'caseReplied', at: 'fact.first_reply_at' },
        reads: [...CASE, 'first_reply_at', 'waiting_since'],
      },
      {
        ...{ source: 'caseFirstResolved', at: 'fact.first_resolved_at' },
        reads: [...CASE, 'first_resolved_at', 'waiting_since', 'last_reopened_at'],
      },
      {
        ...{ source: 'caseResolved', at: 'fact.last_resolved_at' },
        reads: [...CASE, 'last_resolved_at', 'waiting_since', 'last_reopened_at'],
      },
      {
        ...{ source: 'caseClosed', at: 'fact.closed_at' },
        reads: [...CASE, 'closed_at', 'first_resolved_at'],
      },
      { source: 'caseJudged', at: 'fact.opened_at', reads: CASE },
      { source: 'followUp', joins: FOLLOW_UPS, at: 'follow.answered_at', reads: CASE },
      { source: 'stateStay', joins: SPANS, at: 'span.until_at', reads: CASE },
      { source: 'contact', at: 'fact.opened_at', reads: CONTACT },
      { source: 'contactOfAnyChannel', at: 'fact.opened_at', reads: CONTACT },
    ],
  },
  {
    table: 'case_span',
    key: ['case_id'],
    rules: [
      { source: 'stateStay', at: 'fact.until_at' },
      { source: 'caseResolved', joins: ITS_CASE, at: 'whose.last_resolved_at' },
    ],
  },
  {
    table: 'case_verdict',
    key: ['case_id'],
    rules: [{ source: 'caseJudged', joins: ITS_CASE, at: 'whose.opened_at' }],
  },
  {
    table: 'follow_up',
    key: ['event_id'],
    rules: [{ source: 'followUp', at: 'fact.answered_at' }],
  },
  {
    table: 'customer_contact',
    key: ['kind', 'contact_id'],
    rules: [
      { source: 'customerContact', at: 'fact.at' },
      { source: 'settledContact', at: 'fact.at' },
    ],
  },
  {
    table: 'interaction',
    key: ['interaction_id'],
    rules: [
      { source: 'interaction', at: 'fact.at' },
      { source: 'contact', at: 'fact.at' },
      { source: 'contactOfAnyChannel', at: 'fact.at' },
    ],
  },
  { table: 'survey', key: ['survey_id'], rules: [{ source: 'survey', at: 'fact.at' }] },
  { table: 'referral', key: ['referral_id'], rules: [{ source: 'referralMade', at: 'fact.at' }] },
]);
