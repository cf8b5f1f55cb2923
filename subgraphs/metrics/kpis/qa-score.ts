import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const qaScore: Kpi = Object.freeze({
  name: 'qa_score',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'Mean score of quality reviews, from 0 to 1, with median, 90th and 95th percentile. A score is the weighted share of the points of the questions that apply, and 0 when there is a critical error.',
  numerator: 'Scores, summed.',
  denominator: 'Quality reviews, each as it was last corrected.',
  attribution: 'Day on which the review was first made.',
  exclusions: null,
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: meanOf('qaReviewed', sql`score`),
} satisfies Kpi);
