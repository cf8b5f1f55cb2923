import { sql, type Kysely } from 'kysely';
import { LONGEST_REPEAT_DAYS } from '../kpis/repeat-contact-rate.ts';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { matches, monthOf, within, type Source } from './source.ts';

/** Contacts of every division and channel: cases opened, and inbound interactions that belong to none. */
function contacts(database: Kysely<MetricsTables>, scope: Scope) {
  const cases = database
    .selectFrom('case_fact')
    .select(['division', 'local_id', 'channel', 'case_id as id'])
    .select(sql<Date>`opened_at`.as('at'))
    .where(within(scope, 'opened_at'))
    .where(matches('type', scope.caseType));
  if (scope.caseType !== null) return cases;
  const interactions = database
    .selectFrom('interaction')
    .select(['division', 'local_id', 'channel', 'interaction_id as id'])
    .select(sql<Date>`at`.as('at'))
    .where(within(scope, 'at'))
    .where('case_id', 'is', null)
    .where('direction', '<>', 'OUTBOUND')
    .where('outcome', 'in', ['HANDLED', 'UNKNOWN']);
  return cases.unionAll(interactions);
}

export const contact: Source = Object.freeze({
  hasChannel: true,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom(contacts(database, scope).as('contact'))
      .select(['division', 'channel', monthOf('at').as('month')])
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel)),
});

/** The whole that channels are parts of: neither grouped nor chosen by channel. */
export const contactOfAnyChannel: Source = Object.freeze({
  ...contact,
  hasChannel: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    contact.rows(database, { ...scope, channel: null }),
});

/**
 * Contacts of known customers, with the seconds since the contact before of the same unified customer. That
 * one may lie before the period and in any division or channel, so these are chosen only afterwards.
 */
export const customerContact: Source = Object.freeze({
  hasChannel: true,
  hasCaseType: true,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const reach = LONGEST_REPEAT_DAYS * MILLISECONDS_A_DAY;
    const earlier = { ...scope, start: new Date(scope.start.getTime() - reach) };
    const known = database
      .selectFrom(contacts(database, earlier).as('contact'))
      .innerJoin('crosswalk', (join) =>
        join
          .onRef('crosswalk.division', '=', 'contact.division')
          .onRef('crosswalk.local_id', '=', 'contact.local_id'),
      )
      .select(['contact.division', 'contact.channel', 'contact.at'])
      .select(
        sql<number>`extract(epoch from contact.at - lag(contact.at) over
          (partition by crosswalk.customer_id collate "C" order by contact.at, contact.id collate "C"))`.as(
          'gap',
        ),
      );
    return database
      .selectFrom(known.as('contact'))
      .select(['division', 'channel', 'gap', monthOf('at').as('month')])
      .where(within(scope, 'at'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel));
  },
});

const MILLISECONDS_A_DAY = 86_400_000;
