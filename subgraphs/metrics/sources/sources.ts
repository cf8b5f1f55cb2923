import type { SourceName } from '../model.ts';
import { interaction, survey } from './answer-sources.ts';
import { caseFirstResolved, caseOpened, caseReplied, caseResolved } from './case-sources.ts';
import { contact, contactOfAnyChannel, customerContact } from './contact-sources.ts';
import { customerState, referral } from './customer-sources.ts';
import type { Source } from './source.ts';

/** Everything KPIs count from. A call asks each source it needs once, whichever KPIs share it. */
export const SOURCES: Readonly<Record<SourceName, Source>> = Object.freeze({
  contact,
  contactOfAnyChannel,
  customerContact,
  caseOpened,
  caseReplied,
  caseResolved,
  caseFirstResolved,
  interaction,
  survey,
  referral,
  customerState,
});
