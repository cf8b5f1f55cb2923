import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const timelyResponseRate: Kpi = Object.freeze({
  name: 'timely_response_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition: 'The part of the cases answered so far whose first response came by its due time.',
  numerator: 'Cases whose first response was in time.',
  denominator: 'Cases of which it is known whether the first response was in time.',
  attribution: 'Day on which the case was opened.',
  exclusions: 'Cases not responded to yet, and those merged into another.',
  direction: 'UP',
  owner: 'service-desk',
  target: 0.95,
  measure: shareOf('caseOpened', { of: sql`timely is not null`, part: sql`timely` }),
} satisfies Kpi);
