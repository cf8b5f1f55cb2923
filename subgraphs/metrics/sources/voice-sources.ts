import type { Kysely } from 'kysely';
import type { Scope } from '../model.ts';
import type { MetricsTables } from '../tables.ts';
import { datesOf, matches, PLACES, within, type Source } from './source.ts';

/** Quality reviews on the day on which they were made. */
export const qaReviewed: Source = Object.freeze({
  dimensions: Object.freeze([...PLACES, 'AGENT'] as const),
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('qa_review')
      .select(['division', 'agent', 'score', 'critical_errors', ...datesOf('at')])
      .where(within(scope, 'at'))
      .where(matches('division', scope.division)),
});

/** Survey links on the day on which they were sent, and whether they have been answered since. */
export const surveyInvited: Source = Object.freeze({
  dimensions: Object.freeze([...PLACES, 'CHANNEL', 'TOPIC', 'AGENT'] as const),
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('survey_invitation')
      .select(['division', 'channel', 'topic', 'agent', 'kind', ...datesOf('at')])
      .select((select) =>
        select
          .exists(
            select
              .selectFrom('survey')
              .select('survey_id')
              .whereRef('survey.invitation_id', '=', 'survey_invitation.invitation_id'),
          )
          .as('answered'),
      )
      .where(within(scope, 'at'))
      .where(matches('division', scope.division))
      .where(matches('channel', scope.channel)),
});

/** Offers on the day on which they were made, whatever day they were answered on. */
export const offerMade: Source = Object.freeze({
  dimensions: Object.freeze([...PLACES, 'AGENT'] as const),
  hasCaseType: false,
  rows: (database: Kysely<MetricsTables>, scope: Scope) =>
    database
      .selectFrom('offer')
      .select(['division', 'seller', 'agent', 'status', ...datesOf('at')])
      .where(within(scope, 'at'))
      .where(matches('division', scope.division)),
});
