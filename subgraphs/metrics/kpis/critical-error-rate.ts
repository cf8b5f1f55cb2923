import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const criticalErrorRate: Kpi = Object.freeze({
  name: 'critical_error_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the quality reviews with a critical error, be it to the harm of the customer, the business or compliance.',
  numerator: 'Quality reviews with at least one critical error.',
  denominator: 'Quality reviews, each as it was last corrected.',
  attribution: 'Day on which the review was first made.',
  exclusions: null,
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: shareOf('qaReviewed', { part: sql`critical_errors <> ''` }),
} satisfies Kpi);
