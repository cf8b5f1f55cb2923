import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const withdrawalRate: Kpi = Object.freeze({
  name: 'withdrawal_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition: 'The part of the cases closed that nobody ever resolved: withdrawn, or given up.',
  numerator: 'Closed cases without a resolution.',
  denominator: 'Cases closed.',
  attribution: 'Day of the closing.',
  exclusions: 'Cases merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: shareOf('caseClosed', { part: sql`first_resolved_at is null` }),
} satisfies Kpi);
