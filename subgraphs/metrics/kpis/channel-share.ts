import { rowsWhere } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';
import { CONTACT_EXCLUSIONS, CONTACTS } from './words.ts';

export const channelShare: Kpi = Object.freeze({
  name: 'channel_share',
  unit: 'SHARE',
  clock: 'NONE',
  definition: `The part of all contacts that came through a channel, by the channel of the first touch; group or filter by channel, without it the share is 1. A contact is ${CONTACTS}.`,
  numerator: 'Contacts of the channel.',
  denominator: 'Contacts of every channel, those without a known channel among them.',
  attribution: 'Day on which the case was opened or the interaction took place.',
  exclusions: CONTACT_EXCLUSIONS,
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: shareBetween({
    numerator: rowsWhere('contact'),
    denominator: rowsWhere('contactOfAnyChannel'),
  }),
} satisfies Kpi);
