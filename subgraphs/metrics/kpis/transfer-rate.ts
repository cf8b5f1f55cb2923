import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const transferRate: Kpi = Object.freeze({
  name: 'transfer_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the cases that somebody worked on which passed through the hands of two agents or more.',
  numerator: 'Cases that were given to two or more agents until now.',
  denominator: 'Cases that were given to an agent.',
  attribution: 'Day on which the case was opened.',
  exclusions: 'Cases nobody was given, and those merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: shareOf('caseOpened', {
    of: sql`cardinality(agents) > 0`,
    part: sql`cardinality(agents) > 1`,
  }),
} satisfies Kpi);
