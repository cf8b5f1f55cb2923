import { readDate, readDateTime } from '../standards/date-time.ts';

/** The first day of a date's year. */
export function yearOfDate(value: unknown): string | null {
  const date = typeof value === 'string' ? readDate(value) : null;
  return date === null ? null : `${date.slice(0, 4)}-01-01`;
}

/** The first moment of a time's year, UTC. */
export function yearOfTime(value: unknown): string | null {
  const time = typeof value === 'string' ? readDateTime(value) : null;
  return time === null ? null : `${time.slice(0, 4)}-01-01T00:00:00.000Z`;
}
