import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const resolvedOfAnsweredRate: Kpi = Object.freeze({
  name: 'resolved_of_answered_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    "The part of the answered inbound interactions that settled the matter at once, as the agent noted: first contact resolution by the agent's word.",
  numerator: 'Handled ones noted as settled.',
  denominator: 'Handled ones of which it was noted whether they settled the matter.',
  attribution: 'Day of the interaction.',
  exclusions:
    'Outbound, abandoned, phantom and unknown interactions, and those of which nothing was noted.',
  direction: 'UP',
  owner: 'service-desk',
  target: 0.7,
  measure: shareOf('interaction', {
    of: sql`outcome = 'HANDLED' and resolved is not null`,
    part: sql`resolved`,
  }),
} satisfies Kpi);
