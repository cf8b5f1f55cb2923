import { sql, type Kysely } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { byDivision, matches, monthOf, within, type Source } from './source.ts';

/**
 * Customers as the divisions know them, from the crosswalk or by a product: who each one is, and since when
 * they are active. Who is not linked yet is somebody of their own.
 */
function members(database: Kysely<MetricsTables>) {
  const firstProducts = database
    .selectFrom('product')
    .select(['division', 'local_id', sql<Date | null>`min(opened_at)`.as('opened_at')])
    .groupBy(['division', 'local_id']);
  return database
    .selectFrom('crosswalk')
    .fullJoin(firstProducts.as('first'), (join) =>
      join
        .onRef('first.division', '=', 'crosswalk.division')
        .onRef('first.local_id', '=', 'crosswalk.local_id'),
    )
    .select([
      sql<string>`coalesce(crosswalk.division, first.division)`.as('division'),
      sql<string>`coalesce(crosswalk.local_id, first.local_id)`.as('local_id'),
      sql<string>`coalesce(crosswalk.customer_id, first.division || ':' || first.local_id)`.as(
        'identity',
      ),
      sql<Date>`coalesce(first.opened_at, '-infinity')`.as('active_from'),
    ]);
}

/** Each customer once, or once in each division when divisions are counted apart. */
function customers(database: Kysely<MetricsTables>, scope: Scope) {
  const division = byDivision(scope) ? sql<string | null>`division` : sql<null>`null::text`;
  return database
    .selectFrom(members(database).as('member'))
    .select([division.as('division'), 'identity', sql<Date>`min(active_from)`.as('active_from')])
    .where(matches('division', scope.division))
    .groupBy([sql`1`, 'identity']);
}

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

/** How many customers were active on the average day of each part of the period. */
export const customerDays: Source = Object.freeze({
  hasChannel: false,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const beginnings = database
      .selectFrom(customers(database, scope).as('customer'))
      .select(['division', sql<Date>`date_trunc('day', active_from, 'UTC')`.as('day')])
      .select(sql<number>`count(*)`.as('number'))
      .groupBy([sql`1`, sql`2`]);
    // Counted by first day before the months multiply them, so that customers are read once.
    const days = sql`extract(epoch from end_at - greatest(day, start_at))`;
    const customersADay = sql<number>`sum(number * ${days}) / extract(epoch from end_at - start_at)`;
    return database
      .selectFrom(beginnings.as('beginning'))
      .crossJoin(windows(scope))
      .select(['part.month', 'beginning.division', customersADay.as('customers')])
      .where(sql<boolean>`day < end_at`)
      .groupBy(['part.month', 'beginning.division', 'part.start_at', 'part.end_at']);
  },
});

/** Customers active by the end of each part of the period, with what they hold then. */
export const customerHolding: Source = Object.freeze({
  hasChannel: false,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const held = holdings(database, scope);
    const here = byDivision(scope)
      ? sql<number>`sum(held.products) filter (where held.division = customer.division)`
      : sql<number>`sum(held.products)`;
    return database
      .selectFrom(customers(database, scope).as('customer'))
      .crossJoin(windows(scope))
      .leftJoin(held.as('held'), (join) =>
        join
          .onRef('held.identity', '=', 'customer.identity')
          .on(sql<boolean>`held.end_at = part.end_at`),
      )
      .select(['part.month', 'customer.division', 'customer.identity'])
      .select([
        sql<number>`coalesce(${here}, 0)`.as('products'),
        sql<number>`count(held.division)`.as('divisions'),
      ])
      .where(sql<boolean>`customer.active_from < part.end_at`)
      .groupBy(['part.month', 'customer.division', 'customer.identity']);
  },
});

/** Open products by the end of each part of the period: how many each customer has in each division. */
function holdings(database: Kysely<MetricsTables>, scope: Scope) {
  const products = database
    .selectFrom('product')
    .leftJoin('crosswalk', (join) =>
      join
        .onRef('crosswalk.division', '=', 'product.division')
        .onRef('crosswalk.local_id', '=', 'product.local_id'),
    )
    .select(['product.division', 'opened_at'])
    .select([
      sql<string>`coalesce(customer_id, product.division || ':' || product.local_id)`.as(
        'identity',
      ),
      // What was opened again after its closing is open.
      sql<Date | null>`case when closed_at >= last_opened_at then closed_at end`.as('closed_at'),
    ]);
  return database
    .selectFrom(products.as('product'))
    .crossJoin(windows(scope))
    .select(['product.division', 'product.identity', 'part.end_at'])
    .select(sql<number>`count(*)`.as('products'))
    .where(sql<boolean>`opened_at < end_at and (closed_at is null or closed_at >= end_at)`)
    .groupBy(['product.division', 'product.identity', 'part.end_at']);
}

/** Referrals given by customers who are active by the end of their part of the period. */
export const referral: Source = Object.freeze({
  hasChannel: false,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('referral')
      .crossJoin(windows(scope))
      .innerJoin(members(database).as('member'), (join) =>
        join
          .onRef('member.division', '=', 'referral.referrer_division')
          .onRef('member.local_id', '=', 'referral.referrer_local_id'),
      )
      .select(['member.division', 'member.identity', monthOf('at').as('month')])
      .where(matches('member.division', scope.division))
      .where(within(scope, 'at'))
      .where(sql<boolean>`at >= start_at and at < end_at and active_from < end_at`),
});
