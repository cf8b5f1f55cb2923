import { countOf } from '../measures/counted.ts';
import type { Kpi } from '../model.ts';

export const caseVolume: Kpi = Object.freeze({
  name: 'case_volume',
  unit: 'COUNT',
  clock: 'NONE',
  definition: 'How many cases were opened, of every type.',
  numerator: 'Cases opened in the period.',
  denominator: 'None: a plain count.',
  attribution: 'Day on which the case was opened.',
  exclusions: 'Cases merged into another.',
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: countOf('caseOpened'),
} satisfies Kpi);
