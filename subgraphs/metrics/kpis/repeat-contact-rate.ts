import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';
import { CONTACT_EXCLUSIONS, CONTACTS } from './words.ts';

const SECONDS_A_DAY = 86_400;

/** The repeat contact rate within so many days. */
export function repeatContactRate(days: number): Kpi {
  return Object.freeze({
    name: `repeat_contact_rate_${days}d`,
    unit: 'SHARE',
    clock: 'CALENDAR',
    definition: `The part of contacts before which the same unified customer had made contact, in any division and channel, at most ${days} times 24 hours earlier. A contact is ${CONTACTS}. Of contacts at the same instant all but one count as repeats.`,
    numerator: `Contacts with an earlier contact of the same customer within ${days} days, which may lie before the period.`,
    denominator: 'Contacts whose customer is known.',
    attribution: 'Day of the later contact.',
    exclusions: `${CONTACT_EXCLUSIONS} Contacts of nobody known. With a case type asked for, both contacts are cases of that type.`,
    direction: 'DOWN',
    owner: 'service-desk',
    target: days === 7 ? 0.2 : null,
    measure: shareOf('customerContact', { part: sql`gap <= ${days * SECONDS_A_DAY}::int` }),
  } satisfies Kpi);
}
