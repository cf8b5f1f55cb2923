import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { appendEvents } from '../../kit/outbox.ts';
import { tellSurvey, type SurveyAnswer } from '../contact-events.ts';
import { surveyRow } from '../store/contact-writer.ts';
import { scoreFault, SURVEY_SCALES } from '../survey-scales.ts';
import type { ServiceTables } from '../tables.ts';
import { tellInvitation, type SurveyInvitation } from './survey-invitation.ts';
import { hashToken, newToken } from './survey-link.ts';
import { invitationOfRow, invitationRow } from './survey-tables.ts';

/** Keeps an invitation and gives its token, which cannot be had again. */
export async function inviteToSurvey(
  database: Kysely<ServiceTables>,
  input: Omit<SurveyInvitation, 'id'>,
): Promise<SurveyInvitation & { readonly token: string }> {
  const invitation: SurveyInvitation = { ...input, id: uuidv7() };
  const token = newToken();
  await database.transaction().execute(async (transaction) => {
    const row = invitationRow(invitation, hashToken(token));
    await transaction.insertInto('survey_invitation').values(row).execute();
    await appendEvents(transaction, [tellInvitation(invitation)]);
  });
  return { ...invitation, token };
}

/** Who follows a link, and when. */
export interface LinkVisit {
  readonly token: string;
  /** The only division whose surveys the caller takes answers to; null for all. */
  readonly division: string | null;
  readonly at: Date;
}

/** The invitation behind a link that can still be answered; null for any other. */
export async function openInvitation(
  database: Kysely<ServiceTables>,
  visit: LinkVisit,
): Promise<SurveyInvitation | null> {
  const row = await database
    .selectFrom('survey_invitation')
    .selectAll()
    .where(canBeAnswered(visit))
    .executeTakeFirst();
  return row === undefined ? null : invitationOfRow(row);
}

/**
 * Takes the one answer to an invitation. Of two at once the second waits for the first and finds the link used. A score
 * off the scale uses up nothing. Throws BAD_USER_INPUT and SURVEY_LINK_REFUSED.
 */
export function answerSurvey(
  database: Kysely<ServiceTables>,
  visit: LinkVisit,
  given: { readonly score: number; readonly verbatim: string | null },
): Promise<SurveyAnswer> {
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('survey_invitation')
      .set({ answered_at: visit.at.toISOString() })
      .where(canBeAnswered(visit))
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw linkRefused();
    const invitation = invitationOfRow(row);
    const { division, localId, caseId, kind, channel, agent, topic } = invitation;
    const scaleMax = SURVEY_SCALES[kind].max;
    const fault = scoreFault(kind, given.score, scaleMax);
    if (fault !== null) throw new DomainError('BAD_USER_INPUT', `Argument ${fault}`);
    const about = { division, localId, caseId, kind, scaleMax, channel, agent, topic };
    const answer: SurveyAnswer = { ...about, ...given, id: uuidv7(), at: visit.at };
    const values = { ...surveyRow(answer), invitation_id: invitation.id };
    await transaction.insertInto('survey_answer').values(values).execute();
    await appendEvents(transaction, [tellSurvey(answer, invitation.id)]);
    return answer;
  });
}

type Invited = ExpressionBuilder<ServiceTables, 'survey_invitation'>;

function canBeAnswered({ token, division, at }: LinkVisit) {
  return (where: Invited): Expression<SqlBool> =>
    where.and([
      where('token_hash', '=', hashToken(token)),
      where('answered_at', 'is', null),
      where('expires_at', '>', sql<Date>`${at.toISOString()}::timestamptz`),
      ...(division === null ? [] : [where('division', '=', division)]),
    ]);
}

/** One answer for a link that was used, that is too old and that there never was: trying links tells nothing. */
function linkRefused(): DomainError {
  const message =
    'A survey link must be one that can still be answered, but got one that was used, has expired or was never given.';
  return new DomainError('SURVEY_LINK_REFUSED', message);
}
