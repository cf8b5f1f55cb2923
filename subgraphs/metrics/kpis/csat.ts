import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const csat: Kpi = Object.freeze({
  name: 'csat',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'Customer satisfaction: the part of the answers in the two highest grades of their scale, 4 and 5 of 5.',
  numerator: 'Answers in the two highest grades.',
  denominator: 'Answers to satisfaction surveys, reviews with stars among them.',
  attribution: 'Day of the answer.',
  exclusions: 'Surveys without an answer; other kinds of survey.',
  direction: 'UP',
  owner: 'service-desk',
  target: 0.75,
  measure: shareOf('survey', { of: sql`kind = 'CSAT'`, part: sql`score >= scale_max - 1` }),
} satisfies Kpi);
