import { meanOfSums } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const productsPerCustomer: Kpi = Object.freeze({
  name: 'products_per_customer',
  unit: 'NUMBER',
  clock: 'NONE',
  definition:
    'Mean number of open products (accounts, loans, policies) of a customer who has any; for a division, of the products there.',
  numerator: 'Products open at the end of the period.',
  denominator: 'Unified customers with an open product then.',
  attribution: 'The end of the last day of the period, or of each month.',
  exclusions: 'Customers without an open product.',
  direction: 'UP',
  owner: 'customer-data',
  target: null,
  measure: meanOfSums('customerState', {
    sum: 'products',
    squares: 'squares',
    n: 'holders',
  }),
} satisfies Kpi);
