import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const averageHandleTime: Kpi = Object.freeze({
  name: 'average_handle_time',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time an agent spent on an inbound interaction, talk, hold and after-call work, with median, 90th and 95th percentile. Over all interactions alike, never a mean of means.',
  numerator: 'Seconds of handling, summed.',
  denominator: 'Handled interactions whose handling time is known.',
  attribution: 'Day of the interaction.',
  exclusions: 'Outbound, abandoned, phantom and unknown interactions.',
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: meanOf('interaction', sql`case when outcome = 'HANDLED' then handle_seconds end`),
} satisfies Kpi);
