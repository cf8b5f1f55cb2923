import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const reopenRate: Kpi = Object.freeze({
  name: 'reopen_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the cases resolved that were reopened since, once or more: by case, not by reopening.',
  numerator: 'Those of the denominator that were reopened until now.',
  denominator: 'Cases resolved for the first time.',
  attribution: 'Day of the first resolution.',
  exclusions:
    'Cases never resolved, and those merged into another. Recent cases have had less time to come back.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: 0.1,
  measure: shareOf('caseFirstResolved', { part: sql`reopened` }),
} satisfies Kpi);
