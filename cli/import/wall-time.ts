import { tzOffset } from '@date-fns/tz';

/** Whether it is a time zone's name, e.g. `Europe/Stockholm`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/**
 * The instant at which a wall clock shows a time, which is given as if it were UTC, in epoch milliseconds. A
 * time that comes twice is its first; one that summer time skips is counted on with the time before.
 */
export function instantOfWallTime(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return wall;
  const offsetAt = (instant: number) => tzOffset(timeZone, new Date(instant)) * MINUTE;
  const before = wall - offsetAt(wall - DAY);
  if (before + offsetAt(before) === wall) return before;
  const after = wall - offsetAt(wall + DAY);
  return after + offsetAt(after) === wall ? after : before;
}
