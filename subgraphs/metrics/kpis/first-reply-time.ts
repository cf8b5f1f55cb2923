import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const firstReplyTime: Kpi = Object.freeze({
  name: 'first_reply_time',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time from the opening of a case, or of the earliest merged into it, to the first public reply to it, with median, 90th and 95th percentile. Beside it stands how many cases opened by the end of the period still wait now.',
  numerator: 'Seconds from opening to first public reply, summed.',
  denominator: 'Cases that had their first public reply.',
  attribution: 'Day of the first public reply.',
  exclusions:
    'Private notes; cases without a reply; cases merged into another. A reply dated before the opening counts with its negative time.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('caseReplied', sql`seconds`, 'caseUnreplied'),
} satisfies Kpi);
