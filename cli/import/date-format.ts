/** A date or time that a format could not read. */
export class FormatMismatch extends Error {}

const TOKENS: Readonly<Record<string, { readonly pattern: string; readonly part: DatePart }>> = {
  YYYY: { pattern: '(\\d{4})', part: 'year' },
  MM: { pattern: '(\\d{2})', part: 'month' },
  M: { pattern: '(\\d{1,2})', part: 'month' },
  DD: { pattern: '(\\d{2})', part: 'day' },
  D: { pattern: '(\\d{1,2})', part: 'day' },
  HH: { pattern: '(\\d{2})', part: 'hour' },
  H: { pattern: '(\\d{1,2})', part: 'hour' },
  mm: { pattern: '(\\d{2})', part: 'minute' },
  ss: { pattern: '(\\d{2})', part: 'second' },
};

type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const MIDNIGHT = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };

const TOKEN = /YYYY|MM|M|DD|D|HH|H|mm|ss/g;

/** Why a text is no format of a date; null when it is one. */
export function faultOfFormat(format: string): string | null {
  const parts = [...format.matchAll(TOKEN)].map(([token]) => TOKENS[token]?.part);
  const complete = (['year', 'month', 'day'] as const).every((part) => parts.includes(part));
  if (complete && new Set(parts).size === parts.length) return null;
  return (
    `a date's format needs YYYY, M or MM, D or DD, and has each of them, H or HH, mm and ss once at most, ` +
    `but got: "${format}"`
  );
}

/** Reads a UTC instant by a format of YYYY, MM, M, DD, D, HH, H, mm and ss. Throws a FormatMismatch. */
export function readInstant(text: string, format: string): Date {
  const { year, month, day, hour, minute, second } = { ...MIDNIGHT, ...matchFormat(text, format) };
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The 31st of a shorter month would silently become the 1st of the next, and the year 0026 become 1926.
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!same || hour > 23 || minute > 59 || second > 59) throw mismatch(text, format);
  return date;
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

function matchFormat(text: string, format: string): Partial<Record<DatePart, number>> {
  const order: DatePart[] = [];
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let pattern = '';
  let end = 0;
  for (const match of format.matchAll(TOKEN)) {
    const token = TOKENS[match[0]];
    if (token === undefined) continue;
    pattern += literal(format.slice(end, match.index)) + token.pattern;
    order.push(token.part);
    end = match.index + match[0].length;
  }
  const found = new RegExp(`^${pattern}${literal(format.slice(end))}$`).exec(text.trim());
  if (found === null) throw mismatch(text, format);
  return Object.fromEntries(order.map((part, index) => [part, Number(found[index + 1])]));
}

function mismatch(text: string, format: string): FormatMismatch {
  return new FormatMismatch(`expected a date as ${format}, but got: "${text}"`);
}
