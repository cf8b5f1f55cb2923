import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';
import { OFFERED } from './words.ts';

export const abandonmentRate: Kpi = Object.freeze({
  name: 'abandonment_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the inbound calls and chats offered to the center that the customer gave up before anybody answered, however soon.',
  numerator: 'Abandoned calls and chats.',
  denominator: 'Handled and abandoned ones, with a case or without.',
  attribution: 'Day of the call.',
  exclusions: OFFERED,
  direction: 'DOWN',
  owner: 'service-desk',
  target: 0.05,
  measure: shareOf('interaction', {
    of: sql`queued and outcome in ('HANDLED', 'ABANDONED')`,
    part: sql`outcome = 'ABANDONED'`,
  }),
} satisfies Kpi);
