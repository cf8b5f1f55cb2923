import { sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const multiDivisionCustomerShare: Kpi = Object.freeze({
  name: 'multi_division_customer_share',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the unified customers who have open products in two or more divisions; for a division, of its customers, whichever divisions their products are in.',
  numerator: 'Those of the denominator with open products in two or more divisions.',
  denominator:
    'Customers active by the end of the period: from their first product, or always when none is known.',
  attribution: 'The end of the last day of the period, or of each month.',
  exclusions: null,
  direction: 'UP',
  owner: 'customer-data',
  target: null,
  measure: shareBetween({
    numerator: sumOf('customerState', 'several'),
    denominator: sumOf('customerState', 'customers'),
  }),
} satisfies Kpi);
