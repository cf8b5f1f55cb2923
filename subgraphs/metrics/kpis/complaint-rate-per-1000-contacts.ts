import { sql } from 'kysely';
import { rowsWhere } from '../measures/counted.ts';
import { rateOf } from '../measures/rate.ts';
import type { Kpi } from '../model.ts';

export const complaintRatePer1000Contacts: Kpi = Object.freeze({
  name: 'complaint_rate_per_1000_contacts',
  unit: 'PER_1000',
  clock: 'NONE',
  definition: 'Complaints for every thousand contacts.',
  numerator: 'Complaints of the period.',
  denominator: 'Contacts of the period, complaints among them.',
  attribution: 'Day on which the case was opened or the interaction took place.',
  exclusions: 'As for contact_volume; complaints merged into another are contacts only.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: rateOf(
    {
      numerator: rowsWhere('caseOpened', sql`type = 'COMPLAINT'`),
      denominator: rowsWhere('contact'),
    },
    1000,
  ),
} satisfies Kpi);
