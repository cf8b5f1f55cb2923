import { totalOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const activeCustomers: Kpi = Object.freeze({
  name: 'active_customers',
  unit: 'COUNT',
  clock: 'NONE',
  definition:
    'How many unified customers there are: active from their first product, or always when none is known. For a division, its own.',
  numerator: 'Customers active by the end of the period.',
  denominator: 'None: a plain count.',
  attribution: 'The end of the last day of the period, or of each month or day.',
  exclusions: null,
  direction: 'UP',
  owner: 'customer-data',
  target: null,
  measure: totalOf('customerState', 'customers'),
} satisfies Kpi);
