import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const referralConversionRate: Kpi = Object.freeze({
  name: 'referral_conversion_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition: 'The part of the decided referrals that brought a customer.',
  numerator: 'Referrals won.',
  denominator: 'Referrals won or lost.',
  attribution: 'Day of the referral; the division is that of the customer who gave it.',
  exclusions: 'Referrals not decided yet.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('referralMade', {
    of: sql`outcome in ('WON', 'LOST')`,
    part: sql`outcome = 'WON'`,
  }),
} satisfies Kpi);
