import { sql, type Kysely } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { datesOf, matches, MOMENTS, within, type Source } from './source.ts';

const DIMENSIONS = Object.freeze([...MOMENTS, 'CHANNEL', 'TOPIC', 'AGENT'] as const);

/** Inbound interactions, those that belong to a case among them. */
export const interaction: Source = Object.freeze({
  dimensions: DIMENSIONS,
  hasCaseType: true,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const rows = database
      .selectFrom('interaction')
      .select(['division', 'channel', 'topic', 'agent'])
      .select(['outcome', 'resolved', 'wait_seconds', 'handle_seconds'])
      .select([...datesOf('at'), sql<boolean>`channel in ('PHONE', 'CHAT')`.as('queued')])
      .where(within(scope, 'at'))
      .where('direction', '<>', 'OUTBOUND')
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel));
    if (scope.caseType === null) return rows;
    const cases = database.selectFrom('case_fact').where('type', '=', scope.caseType);
    return rows.where('case_id', 'in', cases.select('case_id'));
  },
});

export const survey: Source = Object.freeze({
  dimensions: DIMENSIONS,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('survey')
      .select(['division', 'channel', 'topic', 'agent', 'kind', 'score', 'scale_max'])
      .select(datesOf('at'))
      .where(within(scope, 'at'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel)),
});

/** Referrals as they were made, whoever made them. */
export const referralMade: Source = Object.freeze({
  dimensions: MOMENTS,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('referral')
      .select(['referrer_division as division', 'outcome', ...datesOf('at')])
      .where(within(scope, 'at'))
      .where(matches('referrer_division', scope.division)),
});
