import { sql, type Kysely } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { byDivision, matches, PLACES, windowsOf, within, type Source } from './source.ts';

/** What each agent asked of classified data in a part of the period, one row an agent; of a division, what they asked there. */
export const access: Source = Object.freeze({
  dimensions: PLACES,
  hasCaseType: false,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const division = byDivision(scope) ? sql.ref<string>('access_count.division') : sql`null::text`;
    return database
      .selectFrom('access_count')
      .innerJoin(windowsOf(scope), (join) =>
        join.on(sql<boolean>`access_count.at >= part.start_at and access_count.at < part.end_at`),
      )
      .select(['access_count.agent', 'part.month', 'part.day', division.as('division')])
      .select(
        (['requests', 'denied', 'personal'] as const).map((count) =>
          sql<number>`sum(${sql.ref(count)})`.as(count),
        ),
      )
      .where(within(scope, 'access_count.at'))
      .where(matches('access_count.division', scope.division))
      .groupBy(['access_count.agent', 'part.month', 'part.day', sql`4`]);
  },
});
