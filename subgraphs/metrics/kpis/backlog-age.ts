import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const backlogAge: Kpi = Object.freeze({
  name: 'backlog_age',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean age of the cases that were open at an instant, from their opening, with median, 90th and 95th percentile; grouped by AGE it shows how many are how old.',
  numerator: 'Seconds from opening to the instant, summed.',
  denominator: 'Cases opened and not closed.',
  attribution:
    'The end of the last day of the period, or of each month or day; now, when that is yet to come.',
  exclusions: 'Cases merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('caseUnclosed', sql`seconds`),
} satisfies Kpi);
