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

const COUNTS = ['customers', 'holders', 'products', 'squares', 'several'] as const;

/**
 * How many customers there were and what they held, by the end of each part of the period, and how many
 * customers on its average day (`customers_a_day`).
 */
export const customerState: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    // Added up by day, and all that came before in one, so that the months multiply few rows.
    const days = database
      .selectFrom('customer_change')
      .select('division')
      .select(
        sql<Date>`case when at <= ${scope.start}::timestamptz then ${scope.start}::timestamptz
          else date_trunc('day', at, 'UTC') end`.as('since'),
      )
      .select(COUNTS.map((count) => sql<number>`sum(${sql.ref(count)})`.as(count)))
      .where(ofScope(scope))
      .where(sql<boolean>`at < ${scope.end}::timestamptz`)
      .groupBy(['division', sql`2`]);
    const share = sql`extract(epoch from end_at - greatest(since, start_at))
      / extract(epoch from end_at - start_at)`;
    return database
      .selectFrom(days.as('change'))
      .crossJoin(windowsOf(scope))
      .select([
        'change.division',
        'part.month',
        'part.day',
        ...COUNTS.map((count) => `change.${count}` as const),
      ])
      .select(sql<number>`customers * ${share}`.as('customers_a_day'))
      .where(sql<boolean>`since < end_at`);
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
      .leftJoin('crosswalk', (join) =>
        join
          .onRef('crosswalk.division', '=', 'referral.referrer_division')
          .onRef('crosswalk.local_id', '=', 'referral.referrer_local_id'),
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
      .where(sql<boolean>`referral.at >= start_at and referral.at < end_at`)
      .where(ofScope(scope))
      .where(
        sql<boolean>`coalesce(customer_change.division, referrer_division) = referrer_division`,
      ),
});

/** Customers who complained, and are active by the end of their part of the period. */
export const complainant: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: true,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('case_fact')
      .crossJoin(windowsOf(scope))
      .innerJoin('crosswalk', (join) =>
        join
          .onRef('crosswalk.division', '=', 'case_fact.division')
          .onRef('crosswalk.local_id', '=', 'case_fact.local_id'),
      )
      .innerJoin('customer_change', (join) =>
        join
          .onRef('customer_change.identity', '=', 'crosswalk.customer_id')
          .on(sql<boolean>`customer_change.customers = 1 and customer_change.at < end_at`),
      )
      .select(['case_fact.division', 'identity', ...datesOf('opened_at')])
      .where('merged_into', 'is', null)
      .where('type', '=', 'COMPLAINT')
      .where(matches('type', scope.caseType))
      .where(within(scope, 'opened_at'))
      .where(sql<boolean>`opened_at >= start_at and opened_at < end_at`)
      .where(ofScope(scope))
      .where(
        sql<boolean>`coalesce(customer_change.division, case_fact.division) = case_fact.division`,
      ),
});

/** Who held a product at the beginning of a part of the period, or comes to hold one in it, and who does at its end. */
export const holding: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('customer_change')
      .crossJoin(windowsOf(scope))
      .select(['customer_change.division', 'identity', 'part.month', 'part.day'])
      .select([
        sql<boolean>`sum(holders) filter (where at < start_at) > 0`.as('held'),
        sql<boolean>`sum(holders) > 0`.as('holds'),
      ])
      .where('holders', '<>', 0)
      .where(ofScope(scope))
      .where(sql<boolean>`at < end_at`)
      .groupBy(['customer_change.division', 'identity', 'part.month', 'part.day']),
});

/** The customers that divisions know, and who they are: as linked now, whatever the period. */
export const profile: Source = Object.freeze({
  dimensions: Object.freeze(['DIVISION'] as const),
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('crosswalk')
      .select(['division', 'local_id', 'customer_id'])
      .where(matches('division', scope.division)),
});
