import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { byDivision, matches, monthOf, within, type Source } from './source.ts';

/** The parts of the period, as rows. */
function windows(scope: Scope) {
  const parts = scope.windows.map(
    ({ month, start, end }) => sql`(${month}::text, ${start}::timestamptz, ${end}::timestamptz)`,
  );
  const rows = sql<{
    month: string | null;
    start_at: Date;
    end_at: Date;
  }>`(values ${sql.join(parts)})`;
  return rows.as<'part'>(sql`part(month, start_at, end_at)`);
}

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
  hasChannel: false,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    // Added up by day, and all that came before in one, so that the months multiply few rows.
    const days = database
      .selectFrom('customer_change')
      .select('division')
      .select(
        sql<Date>`case when at <= ${scope.start}::timestamptz then ${scope.start}::timestamptz
          else date_trunc('day', at, 'UTC') end`.as('day'),
      )
      .select(COUNTS.map((count) => sql<number>`sum(${sql.ref(count)})`.as(count)))
      .where(ofScope(scope))
      .where(sql<boolean>`at < ${scope.end}::timestamptz`)
      .groupBy(['division', sql`2`]);
    const share = sql`extract(epoch from end_at - greatest(day, start_at))
      / extract(epoch from end_at - start_at)`;
    return database
      .selectFrom(days.as('change'))
      .crossJoin(windows(scope))
      .select([
        'change.division',
        'part.month',
        ...COUNTS.map((count) => `change.${count}` as const),
      ])
      .select(sql<number>`customers * ${share}`.as('customers_a_day'))
      .where(sql<boolean>`day < end_at`);
  },
});

/** Referrals given by customers who are active by the end of their part of the period. */
export const referral: Source = Object.freeze({
  hasChannel: false,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('referral')
      .crossJoin(windows(scope))
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
      .select(['referrer_division as division', 'identity', monthOf('referral.at').as('month')])
      .where(within(scope, 'referral.at'))
      .where(sql<boolean>`referral.at >= start_at and referral.at < end_at`)
      .where(ofScope(scope))
      .where(
        sql<boolean>`coalesce(customer_change.division, referrer_division) = referrer_division`,
      ),
});
