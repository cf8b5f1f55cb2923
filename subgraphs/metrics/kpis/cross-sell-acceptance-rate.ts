import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const crossSellAcceptanceRate: Kpi = Object.freeze({
  name: 'cross_sell_acceptance_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    "The part of the cross-sell offers with an outcome that were accepted: offers of another division's product than the customer's.",
  numerator: 'Cross-sell offers accepted.',
  denominator: 'Cross-sell offers accepted, declined or expired.',
  attribution: 'Day of the offer; the division is that of the customer.',
  exclusions: 'Offers without an outcome yet; offers of the own division.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('offerMade', {
    of: sql`seller <> division and status <> 'OPEN'`,
    part: sql`status = 'ACCEPTED'`,
  }),
} satisfies Kpi);
