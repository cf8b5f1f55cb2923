import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { byDivision, datesOf, matches, PLACES, windowsOf, within, type Source } from './source.ts';

/** Complaints of known customers who are active by the end of their part of the period. */
export const complainant: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: true,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const active = byDivision(scope) ? 'active_at' : 'active_in_group_at';
    return database
      .selectFrom('complaint')
      .innerJoin(windowsOf(scope), (join) =>
        join
          .on(sql<boolean>`opened_at >= start_at and opened_at < end_at`)
          .on(sql<boolean>`${sql.ref(active)} < end_at`),
      )
      .select(['complaint.division', 'identity', ...datesOf('opened_at')])
      .where(within(scope, 'opened_at'))
      .where(matches('complaint.division', scope.division))
      .where(sql<boolean>`${scope.caseType}::text is null or ${scope.caseType} = 'COMPLAINT'`);
  },
});

/** Every complaint of a known customer, and since when they are active; `whose` narrows the cases. */
export function complaintsOfKnown(
  database: Kysely<MetricsTables>,
  whose: RawBuilder<boolean> = sql`true`,
) {
  return database
    .selectFrom('case_fact')
    .innerJoin('crosswalk', (join) =>
      join
        .onRef('crosswalk.division', '=', 'case_fact.division')
        .onRef('crosswalk.local_id', '=', 'case_fact.local_id'),
    )
    .select(['case_fact.case_id', 'case_fact.division', sql<Date>`opened_at`.as('opened_at')])
    .select('crosswalk.customer_id as identity')
    .select((select) => {
      const active = select
        .selectFrom('customer_change as change')
        .select(sql<Date | '-infinity'>`min(change.at)`.as('at'))
        .whereRef('change.identity', '=', 'crosswalk.customer_id')
        .where('change.customers', '=', 1);
      return [
        active.whereRef('change.division', '=', 'case_fact.division').as('active_at'),
        active.where('change.division', 'is', null).as('active_in_group_at'),
      ];
    })
    .where('case_fact.type', '=', 'COMPLAINT')
    .where('case_fact.merged_into', 'is', null)
    .where('case_fact.opened_at', 'is not', null)
    .where(whose);
}
