import { datePattern, monthNumber, type DatePart } from './date-pattern.ts';
import { instantOfWallTime } from './wall-time.ts';

/** A date or time that a format could not read. */
export class FormatMismatch extends Error {}

/** Why a text is no format of a date; null when it is one. */
export function faultOfFormat(format: string): string | null {
  if (NAMED_FORMATS.includes(format)) return null;
  const { parts, tokens } = datePattern(format);
  const complete = (['year', 'month', 'day'] as const).every((part) => parts.includes(part));
  const halves = tokens.includes('A') === tokens.some((token) => token === 'hh' || token === 'h');
  if (complete && halves && new Set(parts).size === parts.length) return null;
  return (
    `a date's format needs a year (YYYY, YY), a month (MM, M, MMM, MMMM) and a day (DD, D), may have an hour (HH, H, ` +
    `or hh, h with A), mm, ss, SSS and Z, and each of them once, or is ${NAMED_FORMATS.join(', ')}, but got: "${format}"`
  );
}

/** `ISO` is RFC 3339 with or without time, fraction and offset; the others count from 1970. */
const NAMED_FORMATS: readonly string[] = ['ISO', 'UNIX', 'UNIX_MS'];

/**
 * Reads an instant by a format; where the text has no offset, it is the wall clock of the zone. Throws a
 * FormatMismatch.
 */
export function readInstant(text: string, format: string, timeZone = 'UTC'): Date {
  if (format === 'UNIX' || format === 'UNIX_MS') return readCount(text.trim(), format);
  const parts = format === 'ISO' ? partsOfIso(text.trim()) : partsByFormat(text.trim(), format);
  const wall = parts === null ? null : wallTimeOf(parts);
  if (parts === null || wall === null) throw mismatch(text, format);
  const { offset } = parts;
  if (offset === undefined) return new Date(instantOfWallTime(wall, timeZone));
  const minutes = minutesOf(offset);
  if (minutes === null) throw mismatch(text, format);
  return new Date(wall - minutes * 60_000);
}

/** As `readInstant`, of several formats by the first that fits. */
export function readInstantByAny(
  text: string,
  formats: readonly string[],
  timeZone?: string,
): Date {
  for (const format of formats) {
    try {
      return readInstant(text, format, timeZone);
    } catch (error) {
      if (!(error instanceof FormatMismatch)) throw error;
    }
  }
  throw mismatch(text, formats.join(' or '));
}

/** As `readInstant`, as `YYYY-MM-DD`. */
export function readDay(text: string, format: string): string {
  return readInstant(text, format).toISOString().slice(0, 10);
}

/** The first part may be as long as it likes, those behind it are below 60; seconds may have a fraction. */
const DURATION = /^(?:(\d{1,9}):(?=\d+:))?(?:(\d{1,9}):)?(\d{1,9}(?:\.\d{1,9})?)$/;

/** Seconds of `H:MM:SS`, `M:SS` or plain seconds. Throws a FormatMismatch. */
export function readDuration(text: string): number {
  const found = DURATION.exec(text.trim());
  // A part that is not there is undefined, whatever the library's type says.
  const parts = [...(found ?? [])].slice(1).filter(Boolean).map(Number);
  if (found === null || parts.slice(1).some((part) => part >= 60)) {
    throw new FormatMismatch(`expected a duration as H:MM:SS or seconds, but got: "${text}"`);
  }
  return parts.reduce((seconds, number) => seconds * 60 + number, 0);
}

type Parts = Partial<Record<DatePart, string>>;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

const ISO_PARTS = [
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'fraction',
  'offset',
] as const;

function partsOfIso(text: string): Parts | null {
  return partsIn(text, ISO, ISO_PARTS);
}

function partsByFormat(text: string, format: string): Parts | null {
  const { expression, parts } = datePattern(format);
  return partsIn(text, expression, parts);
}

function partsIn(text: string, expression: RegExp, parts: readonly DatePart[]): Parts | null {
  const found = expression.exec(text);
  if (found === null) return null;
  const given = parts.map((part, place) => [part, found[place + 1]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** Epoch milliseconds as if the wall clock showed UTC; null for a time that no clock shows. */
function wallTimeOf(parts: Parts): number | null {
  const number = (part: DatePart, otherwise: number) => Number(parts[part] ?? otherwise);
  const [year, month, day] = [
    yearOf(parts.year ?? ''),
    monthOf(parts.month ?? ''),
    number('day', 0),
  ];
  const [hour, minute, second] = [hourOf(parts), number('minute', 0), number('second', 0)];
  const fraction = Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, fraction));
  // The 31st of a shorter month would silently become the 1st of the next, and the year 0026 become 1926.
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && hour <= 23 && minute <= 59 && second <= 59 ? date.getTime() : null;
}

/** Of two digits those up to 69 are of this century. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year + (year < 70 ? 2000 : 1900);
}

function monthOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : monthNumber(text);
}

/** With a half of the day, 12 is its first hour. */
function hourOf({ hour = '0', half }: Parts): number {
  const number = Number(hour);
  if (half === undefined) return number;
  if (number < 1 || number > 12) return Number.NaN;
  return (number % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

/** Minutes east of UTC; null for an offset that there is not. */
function minutesOf(offset: string): number | null {
  if (offset.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const total = hours * 60 + (offset.length > 3 ? minutes : 0);
  if (hours > 23 || (offset.length > 3 && minutes > 59)) return null;
  return offset.startsWith('-') ? -total : total;
}

const COUNT = /^-?\d{1,15}(\.\d{1,9})?$/;

/** Seconds or milliseconds since 1970. */
function readCount(text: string, format: string): Date {
  const factor = format === 'UNIX' ? 1_000 : 1;
  const date = new Date(COUNT.test(text) ? Math.round(Number(text) * factor) : Number.NaN);
  // What comes after the year 9999 nobody means, and RFC 3339 cannot write.
  if (date.getTime() >= FIRST && date.getTime() <= LAST) return date;
  throw mismatch(text, format);
}

const FIRST = Date.UTC(100, 0, 1);
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function mismatch(text: string, format: string): FormatMismatch {
  return new FormatMismatch(`expected a date as ${format}, but got: "${text}"`);
}
