/** RFC 3339 section 5.6: reading and writing, with days that exist. */

const FULL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** The text when it is a `full-date` that exists, else null. */
export function readDate(text: string): string | null {
  const match = FULL_DATE.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return null;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? text : null;
}

/**
 * A `date-time` as UTC with milliseconds, or null. Fractions finer than a millisecond are cut off. A leap
 * second (`:60`) is refused: no clock of ours can hold one.
 */
export function readDateTime(text: string): string | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, date = '', hour, minute, second, fraction = '', offset = ''] = match;
  if (readDate(date) === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return null;
  }
  if (!offsetExists(offset)) return null;
  const milliseconds = fraction.slice(0, 4).padEnd(4, '0').replace(/^0/, '.');
  const time = `${date}T${String(hour)}:${String(minute)}:${String(second)}${milliseconds}`;
  return writeDateTime(new Date(`${time}${offset.toUpperCase()}`));
}

/** UTC with milliseconds; null for a Date that holds no time, and outside of the years 1 to 9999. */
export function writeDateTime(date: Date): string | null {
  const time = date.getTime();
  if (Number.isNaN(time) || time < FIRST || time > LAST) return null;
  return date.toISOString();
}

const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

function offsetExists(offset: string): boolean {
  if (offset.length === 1) return true;
  return Number(offset.slice(1, 3)) <= 23 && Number(offset.slice(4, 6)) <= 59;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
