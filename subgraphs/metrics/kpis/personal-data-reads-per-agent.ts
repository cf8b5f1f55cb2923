import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const personalDataReadsPerAgent: Kpi = Object.freeze({
  name: 'personal_data_reads_per_agent',
  unit: 'NUMBER',
  clock: 'NONE',
  definition:
    'Mean number of requests that read personal data, of everybody who asked for classified data. The highest percentiles show who reads far more than others do.',
  numerator: 'Requests of the read ledger that read personal data.',
  denominator:
    'Subjects of tokens that the read ledger names in the period, or in each month or day; for a division, those with its tokens.',
  attribution: 'Day of the answer, UTC; the division is that of the token.',
  exclusions: 'Requests without a token.',
  direction: 'DOWN',
  owner: 'read-ledger',
  target: null,
  measure: meanOf('access', sql<number | null>`case when agent is not null then personal end`),
} satisfies Kpi);
