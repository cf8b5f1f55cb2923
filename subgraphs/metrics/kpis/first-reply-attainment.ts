import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const firstReplyAttainment: Kpi = Object.freeze({
  name: 'first_reply_attainment',
  unit: 'SHARE',
  clock: 'BUSINESS',
  definition:
    'The part of the first replies due that came by their due time. A case still open whose reply is late counts as late now, not when it is answered.',
  numerator: 'Cases whose first reply was in time.',
  denominator: 'Cases whose first reply came, in time or not, and those whose clock ran out.',
  attribution: 'Day on which the case was opened.',
  exclusions: 'Cases not answered yet whose time has not run out; cases merged into another.',
  direction: 'UP',
  owner: 'service-desk',
  target: 0.95,
  measure: shareOf('caseOpened', {
    of: sql`timely is not null or reply_late_at is not null`,
    part: sql`coalesce(timely, false) and reply_late_at is null`,
  }),
} satisfies Kpi);
