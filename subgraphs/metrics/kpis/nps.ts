import { sql } from 'kysely';
import { netScoreOf } from '../measures/net-score.ts';
import type { Kpi } from '../model.ts';

export const nps: Kpi = Object.freeze({
  name: 'nps',
  unit: 'SCORE',
  clock: 'NONE',
  definition:
    'Net promoter score: in a hundred answers, promoters (9 and 10) less detractors (0 to 6), from -100 to 100. Below 30 answers read it with its interval, which is then the adjusted Wald one.',
  numerator: 'Promoters less detractors.',
  denominator: 'Answers to recommendation surveys, those of 7 and 8 among them.',
  attribution: 'Day of the answer.',
  exclusions: 'Surveys without an answer; other kinds of survey.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: netScoreOf('survey', {
    of: sql`kind = 'NPS'`,
    promoter: sql`score >= 9`,
    detractor: sql`score <= 6`,
  }),
} satisfies Kpi);
