import { sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const duplicateRecordRate: Kpi = Object.freeze({
  name: 'duplicate_record_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the records that a division keeps of customers who are in its books already under another number.',
  numerator: 'Records more than there are unified customers in each division.',
  denominator: 'Records of customers that the crosswalk knows.',
  attribution: 'Now, whatever the period.',
  exclusions: 'Records not linked yet.',
  direction: 'DOWN',
  owner: 'customer-data',
  target: null,
  measure: shareBetween({
    numerator: sumOf('divisionProfile', 'known_already'),
    denominator: sumOf('divisionProfile', 'records'),
  }),
} satisfies Kpi);
