import { distinct, sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const complainingCustomerShare: Kpi = Object.freeze({
  name: 'complaining_customer_share',
  unit: 'SHARE',
  clock: 'NONE',
  definition: 'The part of the active customers who complained, once or more.',
  numerator: 'Active customers who made a complaint in the period.',
  denominator:
    'Customers active by the end of the period: from their first product, or always when none is known.',
  attribution: 'Day on which the complaint was opened; the division is the one complained about.',
  exclusions: 'Complaints of nobody known, and those merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: shareBetween({
    numerator: distinct('complainant', 'identity'),
    denominator: sumOf('customerState', 'customers'),
  }),
} satisfies Kpi);
