import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { byDivision, datesOf, matches, PLACES, windowsOf, within, type Source } from './source.ts';

/** Changes are kept for each division and for the group as a whole; these are those asked for. */
function ofScope(scope: Scope): RawBuilder<boolean> {
  if (scope.division !== null) return matches('customer_change.division', scope.division);
  const named = byDivision(scope) ? sql`is not null` : sql`is null`;
  return sql`customer_change.division ${named}`;
}

/** The same of what they come to by day, where the whole group is an empty text. */
function daysOfScope(scope: Scope): RawBuilder<boolean> {
  if (scope.division !== null) return matches('customer_day.division', scope.division);
  return sql`customer_day.division ${byDivision(scope) ? sql`<>` : sql`=`} ''`;
}

const COUNTS = ['customers', 'holders', 'products', 'squares', 'several'] as const;

/**
 * How many customers there were and what they held, by the end of each part of the period, how many customers
 * on its average day (`customers_a_day`), and how many held a product at its beginning (`held`).
 */
export const customerState: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const share = sql`extract(epoch from end_at - greatest(customer_day.day, start_at))
      / extract(epoch from end_at - start_at)`;
    return database
      .selectFrom('customer_day')
      .crossJoin(windowsOf(scope))
      .select([
        'customer_day.division',
        'part.month',
        'part.day',
        ...COUNTS.map((count) => `customer_day.${count}` as const),
      ])
      .select([
        sql<number>`customers * ${share}`.as('customers_a_day'),
        sql<number>`case when customer_day.day < start_at then holders end`.as('held'),
      ])
      .where(daysOfScope(scope))
      .where(sql<boolean>`customer_day.day < end_at`);
  },
});

/** Referrals given by customers who are active by the end of their part of the period. */
export const referral: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('referral')
      .crossJoin(windowsOf(scope))
      // One by one: they are few, of all the customers that there are.
      .leftJoinLateral(
        (select) =>
          select
            .selectFrom('crosswalk')
            .select('customer_id')
            .whereRef('crosswalk.division', '=', 'referral.referrer_division')
            .whereRef('crosswalk.local_id', '=', 'referral.referrer_local_id')
            .limit(1)
            .as('crosswalk'),
        (join) => join.onTrue(),
      )
      .innerJoin('customer_change', (join) =>
        join
          .on(
            sql<boolean>`customer_change.identity =
              coalesce(crosswalk.customer_id, referrer_division || ':' || referrer_local_id)`,
          )
          .on(sql<boolean>`customer_change.customers = 1 and customer_change.at < end_at`),
      )
      .select(['referrer_division as division', 'identity', ...datesOf('referral.at')])
      .where(within(scope, 'referral.at'))
      .where(matches('referrer_division', scope.division))
      .where(sql<boolean>`referral.at >= start_at and referral.at < end_at`)
      .where(ofScope(scope))
      .where(
        sql<boolean>`coalesce(customer_change.division, referrer_division) = referrer_division`,
      ),
});

/**
 * Customers who held a product at the beginning of a part of the period and do not at its end. Only of whom
 * something changed in between, all changes are read.
 */
export const leaver: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const changed = database
      .selectFrom('customer_change')
      .innerJoin(windowsOf(scope), (join) =>
        join.on(sql<boolean>`customer_change.at >= start_at and customer_change.at < end_at`),
      )
      .select(['customer_change.division', 'identity', 'month', 'day', 'start_at', 'end_at'])
      .distinct()
      .where('holders', '<', 0)
      .where(within(scope, 'customer_change.at'))
      .where(ofScope(scope));
    return database
      .selectFrom(changed.as('changed'))
      .innerJoin('customer_change', (join) =>
        join
          .onRef('customer_change.identity', '=', 'changed.identity')
          .on(sql<boolean>`customer_change.division is not distinct from changed.division`)
          .on(sql<boolean>`customer_change.at < end_at`),
      )
      .select(['changed.division', 'changed.identity', 'month', 'day'])
      .groupBy(['changed.division', 'changed.identity', 'month', 'day', 'start_at'])
      .having(
        sql<boolean>`sum(holders) = 0 and sum(holders) filter (where customer_change.at < start_at) > 0`,
      );
  },
});

/** Records that divisions keep of customers, and who they turned out to be: as linked now, whatever the period. */
function profiles(chosen: (scope: Scope) => RawBuilder<boolean>): Source {
  return Object.freeze({
    dimensions: Object.freeze(['DIVISION'] as const),
    hasCaseType: false,
    rows: (database: Kysely<MetricsTables>, scope: Scope) =>
      database
        .selectFrom('customer_day')
        .select(['division', 'records'])
        .select(sql<number>`records - profiles`.as('known_already'))
        .where(chosen(scope)),
  });
}

export const profile = profiles(daysOfScope);

/** Where a customer counts in every division that knows them, whatever is asked for. */
export const divisionProfile = profiles((scope) =>
  scope.division === null ? sql`division <> ''` : matches('division', scope.division),
);
