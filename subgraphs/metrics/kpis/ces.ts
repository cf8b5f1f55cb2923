import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const ces: Kpi = Object.freeze({
  name: 'ces',
  unit: 'NUMBER',
  clock: 'NONE',
  definition:
    'Customer effort score: mean agreement, 1 to 7, that the company made it easy, with median, 90th and 95th percentile. More is better.',
  numerator: 'Agreement, summed.',
  denominator: 'Answers to effort surveys on the scale to 7.',
  attribution: 'Day of the answer.',
  exclusions:
    'Surveys without an answer; other kinds of survey; answers on other scales, which may run the other way.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: meanOf('survey', sql`case when kind = 'CES' and scale_max = 7 then score end`),
} satisfies Kpi);
