import { sql } from 'kysely';
import { rowsWhere, sumOf } from '../measures/counted.ts';
import { rateOf } from '../measures/rate.ts';
import type { Kpi } from '../model.ts';

export const complaintRatePer1000: Kpi = Object.freeze({
  name: 'complaint_rate_per_1000',
  unit: 'PER_1000',
  clock: 'NONE',
  definition:
    'Complaints for every thousand active customers. A customer is active in a division from the day of their first product there, or always when no product there is known; over several divisions a unified customer counts once.',
  numerator: 'Complaints of the period.',
  denominator: 'Active customers, on average over the days of the period.',
  attribution: 'Day on which the complaint was opened.',
  exclusions:
    'Complaints merged into another. A channel or case type asked for narrows the complaints, not the customers.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: rateOf(
    {
      numerator: rowsWhere('caseOpened', sql`type = 'COMPLAINT'`),
      denominator: sumOf('customerState', 'customers_a_day'),
    },
    1000,
  ),
} satisfies Kpi);
