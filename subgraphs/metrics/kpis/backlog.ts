import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const backlog: Kpi = Object.freeze({
  name: 'backlog',
  unit: 'COUNT',
  clock: 'NONE',
  definition:
    'How many cases were open at an instant: opened before it and not closed then, solved ones among them. A snapshot, which does not add up over days.',
  numerator: 'Cases opened and not closed.',
  denominator: 'None: a plain count.',
  attribution:
    'The end of the last day of the period, or of each month or day; now, when that is yet to come.',
  exclusions: 'Cases merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: countOf('caseUnclosed'),
} satisfies Kpi);
