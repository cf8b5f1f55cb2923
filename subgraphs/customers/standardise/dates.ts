import { readDate } from '../../../schema/standards/date-time.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** How a file or system writes its dates, when whoever brings it knows. One or two digits a day or month. */
export const DATE_FORMATS = ['iso', 'day-month-year', 'month-day-year'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})$/;
const NUMBERS = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/;
const DAY_MONTH_WORD = /^(\d{1,2})[-. ]{0,2}([a-z]{3,9})[-,. ]{1,2}(\d{4})$/i;
const MONTH_WORD_DAY = /^([a-z]{3,9})[-. ]{1,2}(\d{1,2})(?:, ?| )(\d{4})$/i;

const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );

/**
 * A calendar date as ISO 8601. Numbers in two orders that both make a date are never guessed at: they stay as
 * they came unless `format` says which order it is. Two-digit years are not read at all.
 */
export function standardiseDate(value: unknown, format: DateFormat | null = null): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const date = readIso(text.value) ?? readMonthWord(text.value) ?? readNumbers(text.value, format);
  return date ?? fault('must be a calendar date, best as yyyy-mm-dd');
}

/** As `standardiseDate`, and not after `today` (ISO). */
export function standardiseBirthDate(
  value: unknown,
  today: string,
  format: DateFormat | null = null,
): Outcome<string> {
  const date = standardiseDate(value, format);
  if (date.kind === 'standard' && date.value > today) return fault('must not lie in the future');
  return date;
}

function readIso(text: string): Outcome<string> | null {
  const match = ISO.exec(text) ?? ISO_BASIC.exec(text);
  if (match === null) return null;
  return calendarDate(match[1], match[2], match[3]);
}

function readMonthWord(text: string): Outcome<string> | null {
  const dayFirst = DAY_MONTH_WORD.exec(text);
  if (dayFirst !== null) return calendarDate(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = MONTH_WORD_DAY.exec(text);
  if (monthFirst !== null)
    return calendarDate(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  return null;
}

/** `01` to `12`; `00`, which no date has, for a word that is no month. */
function monthOf(word = ''): string {
  // The patterns let no word of less than three letters through.
  const start = word.toLowerCase();
  return String(MONTHS.findIndex((month) => month.startsWith(start)) + 1);
}

function readNumbers(text: string, format: DateFormat | null): Outcome<string> | null {
  const match = NUMBERS.exec(text);
  if (match === null) return null;
  const [, first, second, year] = match;
  const dayFirst = calendarDate(year, second, first);
  const monthFirst = calendarDate(year, first, second);
  if (format === 'day-month-year') return dayFirst;
  if (format === 'month-day-year') return monthFirst;
  if (dayFirst.kind !== 'standard') return monthFirst;
  if (monthFirst.kind !== 'standard' || monthFirst.value === dayFirst.value) return dayFirst;
  return fault(`is ambiguous: ${dayFirst.value} or ${monthFirst.value}`);
}

function calendarDate(year = '', month = '', day = ''): Outcome<string> {
  const date = readDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return date === null ? fault('must be a day that exists') : standard(date);
}
