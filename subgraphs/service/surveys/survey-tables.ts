import type { Insertable, Selectable } from 'kysely';
import type { Instant, OptionalInstant } from '../column-types.ts';
import type { SurveyKind } from '../model.ts';
import type { SurveyInvitation } from './survey-invitation.ts';

export interface SurveyTables {
  readonly survey_invitation: SurveyInvitationTable;
}

interface SurveyInvitationTable {
  id: string;
  token_hash: string;
  division: string;
  local_id: string | null;
  case_id: string | null;
  interaction_id: string | null;
  agent: string | null;
  topic: string | null;
  kind: SurveyKind;
  channel: string;
  invited_at: Instant;
  expires_at: Instant;
  answered_at: OptionalInstant;
}

export function invitationRow(
  invitation: SurveyInvitation,
  tokenHash: string,
): Insertable<SurveyInvitationTable> {
  return {
    id: invitation.id,
    token_hash: tokenHash,
    division: invitation.division,
    local_id: invitation.localId,
    case_id: invitation.caseId,
    interaction_id: invitation.interactionId,
    agent: invitation.agent,
    topic: invitation.topic,
    kind: invitation.kind,
    channel: invitation.channel,
    invited_at: invitation.invitedAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
  };
}

export function invitationOfRow(row: Selectable<SurveyInvitationTable>): SurveyInvitation {
  return {
    id: row.id,
    division: row.division,
    localId: row.local_id,
    caseId: row.case_id,
    interactionId: row.interaction_id,
    agent: row.agent,
    topic: row.topic,
    kind: row.kind,
    channel: row.channel,
    invitedAt: row.invited_at,
    expiresAt: row.expires_at,
  };
}
