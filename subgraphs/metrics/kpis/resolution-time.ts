import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const resolutionTime: Kpi = Object.freeze({
  name: 'resolution_time',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time from the opening of a case, or of the earliest merged into it, to its last resolution, time spent reopened and paused included, with median, 90th and 95th percentile. Beside it stands how many cases opened by the end of the period still wait now.',
  numerator: 'Seconds from opening to last resolution, summed.',
  denominator: 'Cases resolved and not reopened since.',
  attribution: 'Day of the last resolution.',
  exclusions:
    'Cases that are open, those merged into another, and those closed without a resolution (withdrawn).',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('caseResolved', sql`seconds`, 'caseUnresolved'),
} satisfies Kpi);
