import { sql } from 'kysely';
import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const complaintVolume: Kpi = Object.freeze({
  name: 'complaint_volume',
  unit: 'COUNT',
  clock: 'NONE',
  definition: 'How many complaints were made: cases opened with the type COMPLAINT.',
  numerator: 'Complaints of the period.',
  denominator: 'None: a plain count.',
  attribution: 'Day on which the complaint was opened.',
  exclusions: 'Complaints merged into another.',
  direction: 'DOWN',
  owner: 'service-desk',
  target: null,
  measure: countOf('caseOpened', sql`type = 'COMPLAINT'`),
} satisfies Kpi);
