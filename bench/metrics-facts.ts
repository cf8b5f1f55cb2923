import { sql, type Kysely } from 'kysely';
import { contactsOfKnown } from '../subgraphs/metrics/sources/contact-sources.ts';
import { EVERYTHING } from '../subgraphs/metrics/sources/everything.ts';
import type { MetricsTables } from '../subgraphs/metrics/tables.ts';

/** How much is loaded: cases evenly over the days before `end`, of a fixed number of customers. */
export interface Load {
  readonly cases: number;
  readonly days: number;
  readonly customers: number;
  /** The first instant after the last day. */
  readonly end: Date;
}

/**
 * Writes the facts that about ten events a case would come to: a case, two calls, three messages, a survey
 * for one in five; a thousand of the latest cases are open. Straight into the tables, for what is measured is
 * how they are read.
 */
export async function loadFacts(database: Kysely<MetricsTables>, load: Load): Promise<void> {
  await loadCustomers(database, load);
  await loadCases(database, load);
  await loadContacts(database, load);
  await loadDerived(database);
  await sql`vacuum analyze`.execute(database);
}

const division = sql`(array['banking', 'lending', 'insurance'])[1 + i % 3]`;
const channel = sql`(array['PHONE', 'WEB', 'EMAIL', 'CHAT'])[1 + i % 4]`;
const agent = sql`'agent-' || i % 97`;

/** Half hold a product; each is a customer of one division. */
async function loadCustomers(database: Kysely<MetricsTables>, { customers }: Load): Promise<void> {
  await sql`insert into metrics.crosswalk select ${division}, 'L' || i, 'c' || i, '2020/' || i, 'c' || i
    from generate_series(0, ${customers - 1}::int) as i`.execute(database);
  await sql`insert into metrics.customer_change
    select 'c' || i, of_division, timestamptz '2020-01-01' + i % 1000 * interval '1 day',
      1, i % 2, i % 2, i % 2, 0, 1, 1
    from generate_series(0, ${customers - 1}::int) as i,
      lateral (values (null), (${division})) as scope(of_division)`.execute(database);
}

/** When the i-th of so many things happened. */
function moment({ days, end }: Load, count: number) {
  const span = days * 86_400;
  return sql`(${end}::timestamptz - ${span}::float8 / ${count}::float8 * (i + 1) * interval '1 second')`;
}

async function loadCases(database: Kysely<MetricsTables>, load: Load): Promise<void> {
  const { cases, customers } = load;
  await sql`insert into metrics.case_fact (case_id, division, owner_stamp, local_id, opened_stamp, opened_at,
      type, channel, topic, priority_stamp, priority, agent_stamp, agent, agents,
      first_reply_at, responded_stamp, timely, first_resolved_at, last_resolved_at, last_reopened_at,
      closed_at)
    select 'k' || i, ${division}, '', 'L' || i * 7919::bigint % ${customers}::int, '', at,
      (array['COMPLAINT', 'QUESTION', 'REQUEST', 'INCIDENT'])[1 + i % 4], ${channel},
      'topic-' || i % 12, '', (array['LOW', 'NORMAL', 'HIGH'])[1 + i % 3], '', ${agent},
      array[${agent}], at + i % 600 * interval '1 minute', '', i % 13 > 0,
      at + i % 90 * interval '1 hour', at + i % 90 * interval '1 hour',
      case when i % 20 = 0 and i < 20000 then at + i % 90 * interval '1 hour' + interval '1 day' end,
      case when i % 20 > 0 or i >= 20000 then at + i % 90 * interval '1 hour' + interval '3 days' end
    from (select i, ${moment(load, cases)} as at
      from generate_series(0, ${cases - 1}::int) as i) as one`.execute(database);
}

async function loadContacts(database: Kysely<MetricsTables>, load: Load): Promise<void> {
  const { cases, customers } = load;
  await sql`insert into metrics.interaction (interaction_id, stamp, at, division, local_id, channel, direction,
      case_id, outcome, wait_seconds, handle_seconds, agent, topic, resolved)
    select 'i' || i, '', ${moment(load, 2 * cases)}, ${division},
      'L' || i * 104729::bigint % ${customers}::int, ${channel}, 'INBOUND',
      case when i % 2 = 0 then 'k' || i / 2 end,
      (array['HANDLED', 'HANDLED', 'HANDLED', 'ABANDONED'])[1 + i % 4], i % 120, 60 + i % 900,
      ${agent}, 'topic-' || i % 12, i % 5 > 0
    from generate_series(0, ${2 * cases - 1}::int) as i`.execute(database);
  await sql`insert into metrics.case_message
    select 'm' || i, 'k' || i / 3, ${moment(load, 3 * cases)}, i % 3 = 1, true
    from generate_series(0, ${3 * cases - 1}::int) as i`.execute(database);
  await sql`insert into metrics.follow_up
    select 'm' || i, 'k' || i / 3, ${moment(load, 3 * cases)} - interval '2 hours', ${moment(load, 3 * cases)}
    from generate_series(2, ${3 * cases - 1}::int, 3) as i`.execute(database);
  await sql`insert into metrics.survey (survey_id, stamp, at, division, kind, score, scale_max, channel, agent)
    select 's' || i, '', ${moment(load, cases / 5)}, ${division},
      (array['CSAT', 'NPS'])[1 + i % 2], case when i % 2 = 0 then 1 + i % 5 else i % 11 end,
      case when i % 2 = 0 then 5 else 10 end, ${channel}, ${agent}
    from generate_series(0, ${Math.floor(cases / 5) - 1}::int) as i`.execute(database);
  await sql`insert into metrics.referral (referral_id, stamp, at, referrer_division, referrer_local_id,
      outcome)
    select 'r' || i, '', ${moment(load, cases / 50)}, ${division}, 'L' || i * 31::bigint % ${customers}::int,
      (array['PENDING', 'WON', 'LOST'])[1 + i % 3]
    from generate_series(0, ${Math.floor(cases / 50) - 1}::int) as i`.execute(database);
}

/** What the consumer works out of the facts: spans and verdicts of cases, and the gaps between contacts. */
async function loadDerived(database: Kysely<MetricsTables>): Promise<void> {
  await sql`insert into metrics.case_span
    select case_id, kind, null, null, opened_at, case when kind = 'UNSOLVED' then
      case when last_reopened_at is null then last_resolved_at end else closed_at end
    from metrics.case_fact, (values ('UNCLOSED'), ('UNSOLVED')) as spans(kind)`.execute(database);
  await sql`insert into metrics.case_span
    select case_id, 'STATE', state, null, from_at, until_at from metrics.case_fact, lateral (values
      ('NEW', opened_at, first_reply_at), ('OPEN', first_reply_at, greatest(first_reply_at, last_resolved_at)),
      ('SOLVED', greatest(first_reply_at, last_resolved_at), closed_at)) as stays(state, from_at, until_at)`.execute(
    database,
  );
  await sql`insert into metrics.case_verdict
    select case_id, '', substr(case_id, 2)::int % 11 > 0 from metrics.case_fact
    where substr(case_id, 2)::int % 3 = 0`.execute(database);
  await sql`vacuum analyze`.execute(database);
  await sql`insert into metrics.customer_contact (kind, contact_id, customer_id, at, division, channel, topic, gap,
      gap_after)
    select kind, contact_id, customer_id, at, division, channel, topic, gap, gap_after
    from ${contactsOfKnown(database, EVERYTHING)} as contact`.execute(database);
}
