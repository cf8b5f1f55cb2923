import { sql, type Kysely } from 'kysely';
import type { Migration } from '../kit/room-database.ts';
import { MARKED_TABLES } from './rollups/marking-rules.ts';
import { markingTriggers } from './rollups/marking-triggers.ts';

/** What is kept ready of complaints and of cases that are open, which was counted from the facts before. */
export const keptCasesMigration: Migration = {
  name: '0013_kept_cases',
  async up(database: Kysely<unknown>): Promise<void> {
    const run = (statement: string) => sql.raw(statement).execute(database);
    for (const statement of [...COMPLAINTS, ...FLOWS, ...CONTACTS]) await run(statement);
    for (const marked of MARKED_TABLES) {
      if (marked.table !== 'case_fact' && marked.table !== 'case_span') continue;
      for (const statement of withoutTriggers(marked.table)) await run(statement);
      for (const statement of markingTriggers(marked)) await run(statement);
    }
  },
};

const COMPLAINTS = [
  `create table metrics.complaint (case_id text primary key, division text not null,
    opened_at timestamptz not null, identity text not null, active_at timestamptz,
    active_in_group_at timestamptz)`,
  `insert into metrics.complaint
    select case_id, division, opened_at, customer_id,
      (select min(at) from metrics.customer_change as change where identity = customer_id
        and change.division = case_fact.division and customers = 1),
      (select min(at) from metrics.customer_change as change where identity = customer_id
        and change.division is null and customers = 1)
    from metrics.case_fact join metrics.crosswalk using (division, local_id)
    where type = 'COMPLAINT' and merged_into is null and opened_at is not null`,
  `create index complaint_day on metrics.complaint (division, opened_at)`,
  `create index complaint_opened_at on metrics.complaint (opened_at)`,
  `create index complaint_identity on metrics.complaint (identity)`,
  // By which complaints of a period were found among all cases.
  `drop index metrics.case_fact_complaint`,
];

const FLOWS = [`create index case_span_begin on metrics.case_span (from_at) where kind <> 'STATE'`];

/** Contacts of a customer were found among all their interactions, most of which belong to cases. */
const CONTACTS = [
  `drop index metrics.interaction_local_id`,
  `create index interaction_local_id on metrics.interaction (local_id) where case_id is null`,
];

function withoutTriggers(table: string): readonly string[] {
  const events = ['insert', 'update', 'delete'];
  return [
    ...events.map((event) => `drop function metrics.mark_${table}_${event} cascade`),
    `drop trigger mark_${table}_truncate on metrics.${table}`,
  ];
}
