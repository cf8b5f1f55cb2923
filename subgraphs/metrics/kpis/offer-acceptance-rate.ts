import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const offerAcceptanceRate: Kpi = Object.freeze({
  name: 'offer_acceptance_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition: 'The part of the offers with an outcome that were accepted.',
  numerator: 'Offers accepted.',
  denominator: 'Offers accepted, declined or expired.',
  attribution: 'Day of the offer; the division is that of the customer.',
  exclusions: 'Offers without an outcome yet.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('offerMade', { of: sql`status <> 'OPEN'`, part: sql`status = 'ACCEPTED'` }),
} satisfies Kpi);
