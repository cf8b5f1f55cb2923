import { sql, type Kysely } from 'kysely';
import { MARKED_TABLES } from './marking-rules.ts';
import { FORGET_SUMS, markingTriggers } from './marking-triggers.ts';

/** What is kept ready of the facts, and how the database keeps it or knows that it is out of date. */
export async function createRollups(database: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(database);
  for (const statement of [...TABLES, ...INDEXES, ...CUSTOMER_DAYS, ...FILLED]) {
    await run(statement);
  }
  await run(FORGET_SUMS);
  for (const statement of MARKED_TABLES.flatMap(markingTriggers)) await run(statement);
}

const TABLES = [
  `create table metrics.customer_contact (kind text not null, contact_id text not null, customer_id text not null,
    at timestamptz not null, division text not null, channel text, topic text,
    gap double precision, gap_after double precision, primary key (kind, contact_id))`,
  `create table metrics.customer_day (division text not null, day timestamptz not null,
    customers integer not null, holders integer not null, products integer not null,
    squares integer not null, several integer not null, records integer not null,
    profiles integer not null, primary key (division, day))`,
  `create table metrics.rollup (source text not null, cut text not null, day date not null,
    division text not null, value text, amounts numeric[] not null)`,
  `create table metrics.rollup_layout (source text primary key, fingerprint text not null)`,
  `create table metrics.stale_day (source text not null, day date not null)`,
  `alter table metrics.customer_change add column records integer not null default 0,
    add column profiles integer not null default 0`,
];

const INDEXES = [
  `create index customer_contact_customer on metrics.customer_contact (customer_id)`,
  `create index customer_contact_at on metrics.customer_contact (at)`,
  `create index rollup_day on metrics.rollup (source, cut, day, division)`,
  `create index stale_day_source on metrics.stale_day (source, day)`,
  `create index case_fact_local_id on metrics.case_fact (local_id)`,
  `create index interaction_local_id on metrics.interaction (local_id)`,
  `create index case_fact_complaint on metrics.case_fact (division, opened_at)
    where merged_into is null and type = 'COMPLAINT'`,
  `create index customer_change_end on metrics.customer_change (at) where holders < 0`,
  `create index case_span_open on metrics.case_span using gist (tstzrange(from_at, until_at, '[]'))
    where kind <> 'STATE'`,
];

/** Sums of integers, so that adding and taking away never leaves anything behind. */
const COUNTS = 'customers holders products squares several records profiles'.split(' ');

const CUSTOMER_DAYS = [addDays('insert', 'new', ''), addDays('delete', 'old', '-')].flat();

function addDays(event: string, rows: 'new' | 'old', sign: '' | '-'): readonly string[] {
  const sums = COUNTS.map((count) => `${sign}sum(${count})`).join(', ');
  const added = COUNTS.map((count) => `${count} = customer_day.${count} + excluded.${count}`);
  const name = `add_customer_days_${event}`;
  return [
    `create function metrics.${name}() returns trigger language plpgsql as $body$ begin
      insert into metrics.customer_day (division, day, ${COUNTS.join(', ')})
        select coalesce(division, ''), date_trunc('day', at, 'UTC'), ${sums}
        from changed group by 1, 2 order by 1, 2
        on conflict (division, day) do update set ${added.join(', ')};
      return null;
    end $body$`,
    `create trigger ${name} after ${event} on metrics.customer_change
      referencing ${rows} table as changed
      for each statement execute function metrics.${name}()`,
  ];
}

/** What facts of before come to. */
const FILLED = [
  `update metrics.customer_change as change set records = known.records, profiles = 1
    from (select customer_id, division, count(*) as records from metrics.crosswalk
      group by grouping sets ((customer_id, division), (customer_id))) as known
    where change.customers = 1 and known.customer_id = change.identity
      and known.division is not distinct from change.division`,
  `insert into metrics.customer_day
    select coalesce(division, ''), date_trunc('day', at, 'UTC'),
      ${COUNTS.map((count) => `sum(${count})`).join(', ')}
    from metrics.customer_change group by 1, 2`,
  `insert into metrics.customer_contact
      (kind, contact_id, customer_id, at, division, channel, topic, gap, gap_after)
    select kind, id, customer_id, at, division, channel, topic,
      extract(epoch from at - lag(at) over by_customer),
      extract(epoch from lead(at) over by_customer - at)
    from (
      select 'CASE' as kind, case_id as id, opened_at as at, division, local_id, channel, topic
        from metrics.case_fact where opened_at is not null
      union all
      select 'INTERACTION', interaction_id, at, division, local_id, channel, topic
        from metrics.interaction
        where case_id is null and direction <> 'OUTBOUND' and outcome in ('HANDLED', 'UNKNOWN')
    ) as contact
    join metrics.crosswalk using (division, local_id)
    window by_customer as (partition by customer_id collate "C" order by at, id collate "C", kind)`,
];
