import type { SourceName } from '../model.ts';
import { access } from './access-sources.ts';
import { interaction, referralMade, survey } from './answer-sources.ts';
import { caseFlow } from './case-flow.ts';
import {
  caseClosed,
  caseFirstResolved,
  caseOpened,
  caseReplied,
  caseResolved,
  caseUnreplied,
  caseUnresolved,
  followUp,
} from './case-sources.ts';
import {
  contact,
  contactOfAnyChannel,
  customerContact,
  settledContact,
} from './contact-sources.ts';
import { complainant } from './complaint-source.ts';
import { customerState, divisionProfile, leaver, profile, referral } from './customer-sources.ts';
import type { Source } from './source.ts';
import { caseJudged, caseUnclosed, caseUnsolved, stateStay } from './span-sources.ts';
import { offerMade, qaReviewed, surveyInvited } from './voice-sources.ts';

/** Everything KPIs count from. A call asks each source it needs once, whichever KPIs share it. */
export const SOURCES: Readonly<Record<SourceName, Source>> = Object.freeze({
  contact,
  contactOfAnyChannel,
  customerContact,
  settledContact,
  caseOpened,
  caseReplied,
  caseResolved,
  caseFirstResolved,
  caseClosed,
  caseUnreplied,
  caseUnresolved,
  followUp,
  caseJudged,
  caseUnclosed,
  caseUnsolved,
  caseFlow,
  stateStay,
  complainant,
  interaction,
  survey,
  referral,
  referralMade,
  surveyInvited,
  qaReviewed,
  offerMade,
  profile,
  divisionProfile,
  leaver,
  customerState,
  access,
});
