import { rowsWhere, sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const customerChurnRate: Kpi = Object.freeze({
  name: 'customer_churn_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    "The part of the customers with an open product at the beginning of the period who have none at its end. A division's churn is not the group's: who leaves one may stay in another.",
  numerator: 'Those of the denominator without an open product at the end.',
  denominator: 'Unified customers with an open product at the beginning of the period.',
  attribution: 'The beginning and the end of the period, or of each month or day.',
  exclusions: 'Customers without a product at the beginning; who came and went in between.',
  direction: 'DOWN',
  owner: 'customer-data',
  target: null,
  measure: shareBetween({
    numerator: rowsWhere('leaver'),
    denominator: sumOf('customerState', 'held'),
  }),
} satisfies Kpi);
