import { sql } from 'kysely';
import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const callVolume: Kpi = Object.freeze({
  name: 'call_volume',
  unit: 'COUNT',
  clock: 'NONE',
  definition:
    'How many inbound calls and chats were offered to the center: answered ones and those given up before.',
  numerator: 'Handled and abandoned calls and chats.',
  denominator: 'None: a plain count.',
  attribution: 'Day of the call.',
  exclusions:
    'Outbound and phantom calls, those with an unknown outcome, and channels without a queue (all but phone and chat).',
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: countOf('interaction', sql`queued and outcome in ('HANDLED', 'ABANDONED')`),
} satisfies Kpi);
