import { sql } from 'kysely';
import { rowsWhere } from '../measures/counted.ts';
import { shareFigures } from '../measures/share.ts';
import type { Kpi, Measure } from '../model.ts';
import { OFFERED } from './words.ts';

/** The service level with an answer promised within so many seconds. */
export function serviceLevel(seconds: number): Kpi {
  return Object.freeze({
    name: `service_level_${seconds}s`,
    unit: 'SHARE',
    clock: 'CALENDAR',
    definition: `The part of the inbound calls and chats offered that were answered within ${seconds} seconds. Whoever gave up, however soon, was not answered in time.`,
    numerator: `Calls and chats answered within ${seconds} seconds.`,
    denominator: 'Answered ones whose wait is known, and abandoned ones.',
    attribution: 'Day of the call.',
    exclusions: `${OFFERED} Answered ones whose wait is unknown; where no wait at all is known there is no value.`,
    direction: 'UP',
    owner: 'service-desk',
    target: seconds === 20 ? 0.8 : null,
    measure: answeredWithin(seconds),
  } satisfies Kpi);
}

function answeredWithin(seconds: number): Measure {
  const timed = sql<boolean>`queued and outcome = 'HANDLED' and wait_seconds is not null`;
  return Object.freeze({
    aggregates: {
      inTime: rowsWhere('interaction', sql`${timed} and wait_seconds <= ${seconds}::float8`),
      timed: rowsWhere('interaction', timed),
      abandoned: rowsWhere('interaction', sql`queued and outcome = 'ABANDONED'`),
    },
    figures(readings) {
      const answered = readings.number('timed');
      const offered = answered === 0 ? 0 : answered + readings.number('abandoned');
      return shareFigures(readings.number('inTime'), offered);
    },
    observations: (readings) => readings.number('timed') + readings.number('abandoned'),
  } satisfies Measure);
}
