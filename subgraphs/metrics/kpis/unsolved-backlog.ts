import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const unsolvedBacklog: Kpi = Object.freeze({
  name: 'unsolved_backlog',
  unit: 'COUNT',
  clock: 'NONE',
  definition:
    'How many cases waited for their resolution at an instant: opened before it, and neither solved nor closed then. A snapshot, which does not add up over days.',
  numerator: 'Cases opened and neither solved nor closed.',
  denominator: 'None: a plain count.',
  attribution:
    'The end of the last day of the period, or of each month or day; now, when that is yet to come.',
  exclusions: 'Cases merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: countOf('caseUnsolved'),
} satisfies Kpi);
