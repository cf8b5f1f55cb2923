import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const lateResolutionRate: Kpi = Object.freeze({
  name: 'late_resolution_rate',
  unit: 'SHARE',
  clock: 'BUSINESS',
  definition:
    'The part of the cases opened whose time to be resolved ran out, resolved since or not, by the clock that the policy of the day gave them.',
  numerator: 'Cases of which it was told that the clock of a resolution ran out.',
  denominator: 'Cases opened.',
  attribution: 'Day on which the case was opened.',
  exclusions:
    'Cases merged into another. The clocks of imported cases were watched elsewhere: nothing is told of them here.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: 0.05,
  measure: shareOf('caseOpened', { part: sql`resolution_late_at is not null` }),
} satisfies Kpi);
