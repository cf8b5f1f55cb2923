import { latestWins } from './fact-kind.ts';
import { stampOf } from './stamp.ts';

/** Calls and other interactions. One told again replaces what was told before. */
export const interactionFacts = latestWins({
  table: 'interaction',
  key: ['interaction_id'],
  type: 'interaction.logged',
  keyOf: ({ payload }) => [payload.interactionId],
  rowOf: (event) => ({
    interaction_id: event.payload.interactionId,
    stamp: stampOf(event),
    at: new Date(event.occurredAt),
    division: event.payload.division,
    local_id: event.payload.localId,
    channel: event.payload.channel,
    direction: event.payload.direction,
    case_id: event.payload.caseId,
    outcome: event.payload.outcome,
    wait_seconds: event.payload.waitSeconds,
    handle_seconds: event.payload.handleSeconds,
    agent: event.payload.agent,
    topic: event.payload.topic ?? null,
    resolved: event.payload.resolved ?? null,
  }),
});

export const surveyFacts = latestWins({
  table: 'survey',
  key: ['survey_id'],
  type: 'survey.answered',
  keyOf: ({ payload }) => [payload.surveyId],
  rowOf: (event) => ({
    survey_id: event.payload.surveyId,
    stamp: stampOf(event),
    at: new Date(event.occurredAt),
    division: event.payload.division,
    kind: event.payload.kind,
    score: event.payload.score,
    scale_max: event.payload.scaleMax,
    channel: event.payload.channel,
    agent: event.payload.agent ?? null,
    topic: event.payload.topic ?? null,
    invitation_id: event.payload.invitationId ?? null,
  }),
});

export const referralFacts = latestWins({
  table: 'referral',
  key: ['referral_id'],
  type: 'referral.made',
  keyOf: ({ payload }) => [payload.referralId],
  rowOf: (event) => ({
    referral_id: event.payload.referralId,
    stamp: stampOf(event),
    at: new Date(event.occurredAt),
    referrer_division: event.payload.referrer.division,
    referrer_local_id: event.payload.referrer.localId,
    outcome: event.payload.outcome,
  }),
});
