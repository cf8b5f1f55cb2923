import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const unsolvedBacklogAge: Kpi = Object.freeze({
  name: 'unsolved_backlog_age',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean age of the cases that waited for their resolution at an instant, from their opening, with median, 90th and 95th percentile.',
  numerator: 'Seconds from opening to the instant, summed.',
  denominator: 'Cases opened and neither solved nor closed.',
  attribution:
    'The end of the last day of the period, or of each month or day; now, when that is yet to come.',
  exclusions: 'Cases merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('caseUnsolved', sql`seconds`),
} satisfies Kpi);
