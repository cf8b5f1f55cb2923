import type { NewEvent } from '../kit/outbox.ts';
import type { Interaction, Referral, SurveyResponse } from './model.ts';

export function tellInteraction(logged: Interaction): NewEvent {
  const { id, division, localId, channel, direction, caseId, agent, outcome } = logged;
  const { waitSeconds, handleSeconds, resolved, topic } = logged;
  const told = { waitSeconds, handleSeconds, resolved, topic };
  const payload = { division, localId, channel, direction, caseId, agent, outcome, ...told };
  return {
    type: 'interaction.logged',
    occurredAt: logged.at.toISOString(),
    payload: { interactionId: id, ...payload },
  };
}

/** An answer with whose it is, which the answer itself does not show. */
export interface SurveyAnswer extends SurveyResponse {
  readonly division: string;
  readonly localId: string | null;
  readonly caseId: string | null;
  /** Whose work it is about. */
  readonly agent: string | null;
  readonly topic: string | null;
}

/** `invitationId` is that of an answer which came by a link. */
export function tellSurvey(answer: SurveyAnswer, invitationId: string | null = null): NewEvent {
  const { id, division, localId, kind, score, scaleMax, channel, agent, topic } = answer;
  const told = { kind, score, scaleMax, channel };
  return {
    type: 'survey.answered',
    occurredAt: answer.at.toISOString(),
    payload: { surveyId: id, division, localId, ...told, agent, topic, invitationId },
  };
}

export function tellReferral({ id, at, ...made }: Referral): NewEvent {
  const { division, referrer, referred, outcome } = made;
  return {
    type: 'referral.made',
    occurredAt: at.toISOString(),
    payload: { referralId: id, division, referrer, referred, outcome },
  };
}
