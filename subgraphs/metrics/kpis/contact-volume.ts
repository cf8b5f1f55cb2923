import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';
import { CONTACT_EXCLUSIONS, CONTACTS } from './words.ts';

export const contactVolume: Kpi = Object.freeze({
  name: 'contact_volume',
  unit: 'COUNT',
  clock: 'NONE',
  definition: `How often customers came to the company: ${CONTACTS}.`,
  numerator: 'Contacts of the period.',
  denominator: 'None: a plain count.',
  attribution: 'Day on which the case was opened or the interaction took place.',
  exclusions: CONTACT_EXCLUSIONS,
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: countOf('contact'),
} satisfies Kpi);
