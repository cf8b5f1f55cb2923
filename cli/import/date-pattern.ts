/** What a date's format may ask for. */
export type DatePart =
  'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'offset';

/** A format taken apart: the text it matches, and which part each group of it is. */
export interface DatePattern {
  readonly expression: RegExp;
  readonly tokens: readonly string[];
  readonly parts: readonly DatePart[];
}

interface Token {
  readonly pattern: string;
  readonly part: DatePart;
}

const NAMES = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const LONG_NAMES =
  'January|February|March|April|May|June|July|August|September|October|November|December';

const TOKENS: Readonly<Record<string, Token>> = Object.freeze({
  YYYY: { pattern: '\\d{4}', part: 'year' },
  YY: { pattern: '\\d{2}', part: 'year' },
  MMMM: { pattern: LONG_NAMES, part: 'month' },
  MMM: { pattern: NAMES, part: 'month' },
  MM: { pattern: '\\d{2}', part: 'month' },
  M: { pattern: '\\d{1,2}', part: 'month' },
  DD: { pattern: '\\d{2}', part: 'day' },
  D: { pattern: '\\d{1,2}', part: 'day' },
  HH: { pattern: '\\d{2}', part: 'hour' },
  H: { pattern: '\\d{1,2}', part: 'hour' },
  hh: { pattern: '\\d{2}', part: 'hour' },
  h: { pattern: '\\d{1,2}', part: 'hour' },
  mm: { pattern: '\\d{2}', part: 'minute' },
  ss: { pattern: '\\d{2}', part: 'second' },
  SSS: { pattern: '\\d{1,9}', part: 'fraction' },
  A: { pattern: 'AM|PM', part: 'half' },
  Z: { pattern: 'Z|[+-]\\d{2}(?::?\\d{2})?', part: 'offset' },
});

const TOKEN = /YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|SSS|A|Z/g;

/** Patterns by format: a file has one format and a hundred thousand dates. */
const known = new Map<string, DatePattern>();
const MOST_KNOWN = 100;

export function datePattern(format: string): DatePattern {
  const pattern = known.get(format) ?? takeApart(format);
  if (known.size < MOST_KNOWN) known.set(format, pattern);
  return pattern;
}

function takeApart(format: string): DatePattern {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = [...format.matchAll(TOKEN)];
  let [text, end] = ['', 0];
  for (const match of found) {
    const before = literal(format.slice(end, match.index));
    text += `${before}(${TOKENS[match[0]]?.pattern ?? ''})`;
    end = match.index + match[0].length;
  }
  const tokens = found.map(([token]) => token);
  return Object.freeze({
    expression: new RegExp(`^${text}${literal(format.slice(end))}$`, 'i'),
    tokens,
    parts: tokens.flatMap((token) => TOKENS[token]?.part ?? []),
  });
}

/** 1 for January, whatever its length and case. */
export function monthNumber(name: string): number {
  return NAMES.toLowerCase().split('|').indexOf(name.slice(0, 3).toLowerCase()) + 1;
}
