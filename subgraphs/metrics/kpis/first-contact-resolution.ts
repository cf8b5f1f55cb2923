import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';
import { CONTACT_EXCLUSIONS, CONTACTS } from './words.ts';

/** How long a customer must stay away for a contact to count as the last one needed, in days. */
export const FIRST_CONTACT_DAYS = 7;

const SECONDS = FIRST_CONTACT_DAYS * 86_400;

export const firstContactResolution: Kpi = Object.freeze({
  name: 'first_contact_resolution',
  unit: 'SHARE',
  clock: 'CALENDAR',
  definition: `The part of the contacts after which the same unified customer made no other, in any division and channel, for ${FIRST_CONTACT_DAYS} times 24 hours: first contact resolution by what customers do, not by what agents note. A contact is ${CONTACTS}.`,
  numerator: `Contacts without another one of the same customer within ${FIRST_CONTACT_DAYS} days.`,
  denominator: `Contacts whose customer is known, at least ${FIRST_CONTACT_DAYS} days ago.`,
  attribution: 'Day of the contact.',
  exclusions: `${CONTACT_EXCLUSIONS} Contacts of nobody known, and those too recent to tell. With a case type asked for, both contacts are cases of that type.`,
  direction: 'UP',
  owner: 'service-desk',
  target: 0.7,
  measure: shareOf('settledContact', {
    part: sql`gap_after is null or gap_after > ${SECONDS}::int`,
  }),
} satisfies Kpi);
