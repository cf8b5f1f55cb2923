import { sql } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const identifiedContactShare: Kpi = Object.freeze({
  name: 'identified_contact_share',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the contacts that came with a customer number, so that they can be told to belong to somebody.',
  numerator: 'Contacts with a customer number.',
  denominator: 'Contacts of the period.',
  attribution: 'Day on which the case was opened or the interaction took place.',
  exclusions: 'As for contact_volume.',
  direction: 'UP',
  owner: 'customer-data',
  target: null,
  measure: shareOf('contact', { part: sql`identified` }),
} satisfies Kpi);
