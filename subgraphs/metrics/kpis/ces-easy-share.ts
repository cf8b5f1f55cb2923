import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const cesEasyShare: Kpi = Object.freeze({
  name: 'ces_easy_share',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the answers to effort surveys that agree that the company made it easy: 5 to 7 of 7.',
  numerator: 'Answers of 5, 6 and 7.',
  denominator: 'Answers to effort surveys on the scale to 7.',
  attribution: 'Day of the answer.',
  exclusions:
    'Surveys without an answer; other kinds of survey; answers on other scales, which may run the other way.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('survey', { of: sql`kind = 'CES' and scale_max = 7`, part: sql`score >= 5` }),
} satisfies Kpi);
