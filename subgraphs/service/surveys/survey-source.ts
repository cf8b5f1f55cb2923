import type { Kysely } from 'kysely';
import type { ServiceTables } from '../tables.ts';
import type { SurveyInvitation } from './survey-invitation.ts';
import { answerSurvey, inviteToSurvey, openInvitation, type LinkVisit } from './survey-store.ts';

/** The data source's part for survey links. */
export function surveySource(database: Kysely<ServiceTables>) {
  return Object.freeze({
    invite: (invitation: Omit<SurveyInvitation, 'id'>) => inviteToSurvey(database, invitation),
    open: (visit: LinkVisit) => openInvitation(database, visit),
    answer: (visit: LinkVisit, given: { score: number; verbatim: string | null }) =>
      answerSurvey(database, visit, given),
  });
}
