import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const nextReplyTime: Kpi = Object.freeze({
  name: 'next_reply_time',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time that a customer who wrote again, after an answer, waited for the next public answer, with median, 90th and 95th percentile. Of several messages in a row the first one counts.',
  numerator: 'Seconds from message to answer, summed.',
  denominator: 'Messages that were answered.',
  attribution: 'Day of the answer.',
  exclusions:
    'What was written before the first reply, which first_reply_time measures; private notes; messages not answered.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: meanOf('followUp', sql`seconds`),
} satisfies Kpi);
