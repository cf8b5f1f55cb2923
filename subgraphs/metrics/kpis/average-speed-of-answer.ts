import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';
import { OFFERED } from './words.ts';

export const averageSpeedOfAnswer: Kpi = Object.freeze({
  name: 'average_speed_of_answer',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time that answered inbound calls and chats waited in the queue, with median, 90th and 95th percentile. It says nothing of those who gave up.',
  numerator: 'Seconds waited, summed.',
  denominator: 'Handled calls and chats whose wait is known.',
  attribution: 'Day of the call.',
  exclusions: `${OFFERED} Abandoned ones.`,
  direction: 'DOWN',
  owner: 'service-desk',
  target: 30,
  measure: meanOf(
    'interaction',
    sql`case when queued and outcome = 'HANDLED' then wait_seconds end`,
  ),
} satisfies Kpi);
