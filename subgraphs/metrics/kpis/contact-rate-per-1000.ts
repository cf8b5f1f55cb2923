import { rowsWhere, sumOf } from '../measures/counted.ts';
import { rateOf } from '../measures/rate.ts';
import type { Kpi } from '../model.ts';

export const contactRatePer1000: Kpi = Object.freeze({
  name: 'contact_rate_per_1000',
  unit: 'PER_1000',
  clock: 'NONE',
  definition: 'Contacts for every thousand active customers.',
  numerator: 'Contacts of the period.',
  denominator:
    'Active customers, on average over the days of the period: from their first product, or always when none is known.',
  attribution: 'Day on which the case was opened or the interaction took place.',
  exclusions:
    'As for contact_volume. A channel or case type asked for narrows the contacts, not the customers.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: rateOf(
    {
      numerator: rowsWhere('contact'),
      denominator: sumOf('customerState', 'customers_a_day'),
    },
    1000,
  ),
} satisfies Kpi);
