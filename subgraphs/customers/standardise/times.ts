import { readDateTime } from '../../../schema/standards/date-time.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** Clocks differ, and east of Greenwich it may be tomorrow already. */
export const TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** RFC 3339 UTC, not more than a day ahead of `now`. */
export function standardiseTime(value: unknown, now: Date): Outcome<string> {
  const text = standardiseText(value instanceof Date ? value.toISOString() : value);
  if (text.kind !== 'standard') return text;
  const time = readDateTime(text.value);
  if (time === null) return fault('must be an RFC 3339 time with its offset');
  const ahead = Date.parse(time) - now.getTime();
  return ahead > TOLERANCE_MS ? fault('must not lie in the future') : standard(time);
}
