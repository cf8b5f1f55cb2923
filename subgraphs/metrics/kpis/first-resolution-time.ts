import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const firstResolutionTime: Kpi = Object.freeze({
  name: 'first_resolution_time',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time from the opening of a case, or of the earliest merged into it, to its first resolution, whether or not it was reopened, with median, 90th and 95th percentile. Beside it stands how many cases opened by the end of the period are unresolved now.',
  numerator: 'Seconds from opening to first resolution, summed.',
  denominator: 'Cases resolved for the first time.',
  attribution: 'Day of the first resolution.',
  exclusions: 'Cases never resolved, and those merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('caseFirstResolved', sql`seconds`, 'caseUnresolved'),
} satisfies Kpi);
