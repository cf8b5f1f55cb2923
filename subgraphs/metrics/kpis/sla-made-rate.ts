import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const slaMadeRate: Kpi = Object.freeze({
  name: 'sla_made_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the cases that kept their service level, as the system that they came from says: by case, by the last word on it.',
  numerator: 'Those of the denominator that kept it.',
  denominator: 'Cases of which it is said whether they kept it, resolved or not.',
  attribution: 'Day on which the case was opened.',
  exclusions:
    'Cases of which nobody says it, those opened here among them; cases merged into another.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('caseJudged', { part: sql`sla_made` }),
} satisfies Kpi);
