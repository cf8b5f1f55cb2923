import { distinct, sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const referralRate: Kpi = Object.freeze({
  name: 'referral_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the active customers who recommended the company to somebody, once or more. A complaint passed on by an agency is no referral.',
  numerator: 'Active customers who gave a referral in the period.',
  denominator:
    'Customers active by the end of the period: from their first product, or always when none is known.',
  attribution: 'Day of the referral; the division is that of the customer who gave it.',
  exclusions: 'Referrals by people who are no known customers.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: shareBetween({
    numerator: distinct('referral', 'identity'),
    denominator: sumOf('customerState', 'customers'),
  }),
} satisfies Kpi);
