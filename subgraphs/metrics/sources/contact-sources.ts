import { sql, type Kysely, type RawBuilder } from 'kysely';
import { FIRST_CONTACT_DAYS } from '../kpis/first-contact-resolution.ts';
import type { Scope } from '../model.ts';
import type { ContactKind, CustomerContact, MetricsTables } from '../tables.ts';
import { datesOf, matches, MOMENTS, within, type Source } from './source.ts';

const DIMENSIONS = Object.freeze([...MOMENTS, 'CHANNEL', 'TOPIC'] as const);

/** Contacts of every division and channel: cases opened, and inbound interactions that belong to none. */
function contacts(
  database: Kysely<MetricsTables>,
  scope: Scope,
  whose: RawBuilder<boolean> = sql`true`,
) {
  const cases = database
    .selectFrom('case_fact')
    .select(['division', 'local_id', 'channel', 'topic', 'case_id as id'])
    .select([sql<Date>`opened_at`.as('at'), sql<ContactKind>`'CASE'::text`.as('kind')])
    .where(within(scope, 'opened_at'))
    .where(matches('type', scope.caseType))
    .where(whose);
  if (scope.caseType !== null) return cases;
  const interactions = database
    .selectFrom('interaction')
    .select(['division', 'local_id', 'channel', 'topic', 'interaction_id as id'])
    .select([sql<Date>`at`.as('at'), sql<ContactKind>`'INTERACTION'::text`.as('kind')])
    .where(within(scope, 'at'))
    .where('case_id', 'is', null)
    .where('direction', '<>', 'OUTBOUND')
    .where('outcome', 'in', ['HANDLED', 'UNKNOWN'])
    .where(whose);
  return cases.unionAll(interactions);
}

export const contact: Source = Object.freeze({
  dimensions: DIMENSIONS,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom(contacts(database, scope).as('contact'))
      .select(['division', 'channel', 'topic', ...datesOf('at')])
      .select(sql<boolean>`local_id is not null`.as('identified'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel)),
});

/** The whole that channels are parts of: neither grouped nor chosen by channel. */
export const contactOfAnyChannel: Source = Object.freeze({
  ...contact,
  dimensions: Object.freeze([...MOMENTS, 'TOPIC'] as const),
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    contact.rows(database, { ...scope, channel: null }),
});

/**
 * Contacts of known customers, with the seconds since the contact before and until the one after of the same
 * unified customer, in any division or channel.
 */
export const customerContact: Source = Object.freeze({
  dimensions: DIMENSIONS,
  hasCaseType: true,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const rows =
      scope.caseType === null
        ? database.selectFrom('customer_contact').selectAll()
        : contactsOfType(database, scope);
    return database
      .selectFrom(sql<CustomerContact>`${rows}`.as<'contact'>(sql`contact`))
      .select(['division', 'channel', 'topic', 'gap', 'gap_after', ...datesOf('at')])
      .where(within(scope, 'at'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel));
  },
});

/** Those of them after which there has been time for another one. */
export const settledContact: Source = Object.freeze({
  ...customerContact,
  until: (scope: Scope) => new Date(daysFrom(scope.now, -FIRST_CONTACT_DAYS).getTime() + 1),
  rows: (database: Kysely<MetricsTables>, scope: Scope) => customerContact.rows(database, scope),
});

/** Where both contacts must be of the type asked for, which is chosen before contacts are compared. */
function contactsOfType(database: Kysely<MetricsTables>, scope: Scope) {
  const start = daysFrom(scope.start, -REPEAT_DAYS_AT_MOST);
  const end = daysFrom(scope.end, FIRST_CONTACT_DAYS);
  return contactsOfKnown(database, { ...scope, start, end });
}

/**
 * Contacts of a period whose customer is known, each compared with those before and after in the period; `whose`
 * narrows them by columns that cases and interactions have both.
 */
export function contactsOfKnown(
  database: Kysely<MetricsTables>,
  scope: Scope,
  whose?: RawBuilder<boolean>,
) {
  const order = sql`(partition by crosswalk.customer_id collate "C"
    order by contact.at, contact.id collate "C", contact.kind)`;
  return database
    .selectFrom(contacts(database, scope, whose).as('contact'))
    .innerJoin('crosswalk', (join) =>
      join
        .onRef('crosswalk.division', '=', 'contact.division')
        .onRef('crosswalk.local_id', '=', 'contact.local_id'),
    )
    .select(['contact.kind', 'contact.id as contact_id', 'crosswalk.customer_id', 'contact.at'])
    .select(['contact.division', 'contact.channel', 'contact.topic'])
    .select([
      sql<number>`extract(epoch from contact.at - lag(contact.at) over ${order})::float8`.as('gap'),
      sql<number>`extract(epoch from lead(contact.at) over ${order} - contact.at)::float8`.as(
        'gap_after',
      ),
    ]);
}

/** As far back as any repeat contact rate looks. */
const REPEAT_DAYS_AT_MOST = 90;

function daysFrom(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * MILLISECONDS_A_DAY);
}

const MILLISECONDS_A_DAY = 86_400_000;
