import { sql } from 'kysely';
import { rowsWhere } from '../measures/counted.ts';
import { shareFigures } from '../measures/share.ts';
import type { Kpi, Measure } from '../model.ts';

export const resolvedOfOfferedRate: Kpi = Object.freeze({
  name: 'resolved_of_offered_rate',
  unit: 'SHARE',
  clock: 'NONE',
  definition:
    'The part of the inbound calls and chats offered to the center that settled the matter, as the agent noted.',
  numerator: 'Answered ones noted as settled.',
  denominator: 'Handled ones of which it was noted, and abandoned ones.',
  attribution: 'Day of the call.',
  exclusions:
    'Outbound and phantom calls, those with an unknown outcome, and channels without a queue (all but phone and chat). Answered ones of which nothing was noted; where nothing at all was noted there is no value.',
  direction: 'UP',
  owner: 'service-desk',
  target: null,
  measure: settledOfOffered(),
} satisfies Kpi);

function settledOfOffered(): Measure {
  const noted = sql<boolean>`queued and outcome = 'HANDLED' and resolved is not null`;
  return Object.freeze({
    aggregates: {
      settled: rowsWhere('interaction', sql`${noted} and resolved`),
      noted: rowsWhere('interaction', noted),
      abandoned: rowsWhere('interaction', sql`queued and outcome = 'ABANDONED'`),
    },
    figures(readings) {
      const answered = readings.number('noted');
      const offered = answered === 0 ? 0 : answered + readings.number('abandoned');
      return shareFigures(readings.number('settled'), offered);
    },
    observations: (readings) => readings.number('noted') + readings.number('abandoned'),
  } satisfies Measure);
}
