import { sumOf } from '../measures/counted.ts';
import { shareBetween } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

export const deniedRate: Kpi = Object.freeze({
  name: 'denied_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the requests for classified data that were denied something: a field, or an argument that the caller may not give. Many mean roles that do not fit the work, or somebody who tries.',
  numerator: 'Requests of the read ledger that were denied something.',
  denominator:
    'Requests of the read ledger: those that read classified fields or were denied something.',
  attribution: 'Day of the answer, UTC; the division is that of the token.',
  exclusions: 'Requests that neither read nor were denied anything classified.',
  direction: 'DOWN',
  owner: 'read-ledger',
  target: null,
  measure: shareBetween({
    numerator: sumOf('access', 'denied'),
    denominator: sumOf('access', 'requests'),
  }),
} satisfies Kpi);
