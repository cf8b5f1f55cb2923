import { sql } from 'kysely';
import { meanOf } from '../measures/mean.ts';
import type { Kpi } from '../model.ts';

export const timeInState: Kpi = Object.freeze({
  name: 'time_in_state',
  unit: 'SECONDS',
  clock: 'CALENDAR',
  definition:
    'Mean time that a case stays in a state before it comes to another, with median, 90th and 95th percentile; to be grouped by STATE, or by SOURCE_STATE, which is the name that the system it came from has for it.',
  numerator: 'Seconds from coming to the state to leaving it, summed.',
  denominator: 'Stays that ended. A case that comes back to a state stays there again.',
  attribution: 'Day on which the stay ended.',
  exclusions:
    'Stays that go on, the last of every case among them; the time between the opening of a case and the first entry of its log; cases merged into another.',
  direction: 'NONE',
  owner: 'service-desk',
  target: null,
  measure: meanOf('stateStay', sql`seconds`),
} satisfies Kpi);
