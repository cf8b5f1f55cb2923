import { sql, type Kysely } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { matches, monthOf, within, type Source } from './source.ts';

/** Inbound interactions, those that belong to a case among them. */
export const interaction: Source = Object.freeze({
  hasChannel: true,
  hasCaseType: true,
  rows(database: Kysely<MetricsTables>, scope: Scope) {
    const rows = database
      .selectFrom('interaction')
      .select(['division', 'channel', 'outcome', 'wait_seconds', 'handle_seconds'])
      .select([monthOf('at').as('month'), sql<boolean>`channel in ('PHONE', 'CHAT')`.as('queued')])
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
  hasChannel: true,
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('survey')
      .select(['division', 'channel', 'kind', 'score', 'scale_max', monthOf('at').as('month')])
      .where(within(scope, 'at'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel)),
});
