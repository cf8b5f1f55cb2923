import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const averageTimeToAbandon: Kpi = Object.freeze({
  name: 'average_time_to_abandon',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time that those who gave up had waited in the queue, with median, 90th and 95th percentile.',
  numerator: 'Seconds waited, summed.',
  denominator: 'Abandoned calls and chats whose wait is known.',
  attribution: 'Day of the call.',
  exclusions:
    'Outbound and phantom calls, those with an unknown outcome, and channels without a queue (all but phone and chat).',
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: meanOf(
    'interaction',
    sql`case when queued and outcome = 'ABANDONED' then wait_seconds end`,
  ),
} satisfies Kpi);
