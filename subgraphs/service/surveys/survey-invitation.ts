import type { NewEvent } from '../../kit/outbox.ts';
import type { SurveyKind } from '../model.ts';

/** What somebody is asked about, and whose work that was. */
export interface SurveySubject {
  readonly division: string;
  readonly localId: string | null;
  readonly caseId: string | null;
  readonly interactionId: string | null;
  readonly agent: string | null;
  readonly topic: string | null;
}

export interface SurveyInvitation extends SurveySubject {
  readonly id: string;
  readonly kind: SurveyKind;
  /** The one it is sent by. */
  readonly channel: string;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
}

export function tellInvitation(invitation: SurveyInvitation): NewEvent {
  const { id, division, localId, kind, channel, agent, topic, invitedAt } = invitation;
  return {
    type: 'survey.invited',
    occurredAt: invitedAt.toISOString(),
    payload: { invitationId: id, division, localId, kind, channel, agent, topic },
  };
}
