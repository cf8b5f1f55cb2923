import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const csatMean: Kpi = Object.freeze({
  name: 'csat_mean',
  unit: 'NUMBER',
  clock: 'NONE',
  definition:
    'Mean grade of customer satisfaction, on the scale from 1 to 5, with median, 90th and 95th percentile.',
  numerator: 'Grades, summed.',
  denominator: 'Answers to satisfaction surveys on a scale to 5, reviews with stars among them.',
  attribution: 'Day of the answer.',
  exclusions: 'Surveys without an answer; other kinds of survey; answers on other scales.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: meanOf('survey', sql`case when kind = 'CSAT' and scale_max = 5 then score end`),
} satisfies Kpi);
