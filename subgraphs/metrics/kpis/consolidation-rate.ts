import { sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const consolidationRate: Kpi = Object.freeze({
  name: 'consolidation_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'How many of the records that divisions keep of customers turned out to be of somebody known already: one less the number of unified customers for each record.',
  numerator: 'Records more than there are unified customers.',
  denominator: 'Records of customers that the crosswalk knows.',
  attribution: 'Now, whatever the period.',
  exclusions: 'Records not linked yet.',
  direction: 'NONE',
  owner: 'customer-data',
  target: null,
  measure: shareBetween({
    numerator: sumOf('profile', 'known_already'),
    denominator: sumOf('profile', 'records'),
  }),
} satisfies Kpi);
