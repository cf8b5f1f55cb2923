import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const answeredWithin60s: Kpi = Object.freeze({
  name: 'answered_within_60s',
  unit: 'SHARE',
  clock: 'CALENDAR',
  definition:
    'The part of the answered inbound calls and chats that waited 60 seconds at most. It leaves out who gave up, so it is higher than the service level.',
  numerator: 'Those answered within 60 seconds.',
  denominator: 'Answered calls and chats whose wait is known.',
  attribution: 'Day of the call.',
  exclusions:
    'Outbound and phantom calls, those with an unknown outcome, and channels without a queue (all but phone and chat). Abandoned ones.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareOf('interaction', {
    of: sql`queued and outcome = 'HANDLED' and wait_seconds is not null`,
    part: sql`wait_seconds <= 60`,
  }),
} satisfies Kpi);
