/**
 * Looks whether a value of one kind stands at a place in JSON text, without whitespace around it: the place behind
 * it, or NO_MATCH. The text must be UTF-8.
 */
export type Scanner = (json: Uint8Array, at: number) => number;

export const NO_MATCH = -1;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const FIRST_PRINTED = 0x20;
const LARGEST_INT = 2_147_483_647;
/** Any number of so many digits without an exponent is finite. */
const MOST_DIGITS = 64;
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));
const UNICODE_ESCAPE = 0x75;
const HEX_DIGITS = new Set(Buffer.from('0123456789abcdefABCDEF'));

/** The very text. */
export function scanText(text: string): Scanner {
  const expected = Buffer.from(text);
  const { length } = expected;
  return (json, at) => {
    for (let index = 0; index < length; index += 1) {
      if (json[at + index] !== expected[index]) return NO_MATCH;
    }
    return at + length;
  };
}

/** The first that is there. */
export function scanOneOf(scanners: readonly Scanner[]): Scanner {
  return (json, at) => {
    for (const scan of scanners) {
      const end = scan(json, at);
      if (end !== NO_MATCH) return end;
    }
    return NO_MATCH;
  };
}

/** One after the other. */
export function scanAll(scanners: readonly Scanner[]): Scanner {
  return (json, at) => {
    let end = at;
    for (const scan of scanners) {
      end = scan(json, end);
      if (end === NO_MATCH) return NO_MATCH;
    }
    return end;
  };
}

export function scanList(scanItem: Scanner): Scanner {
  return (json, at) => {
    if (json[at] !== OPEN_LIST) return NO_MATCH;
    if (json[at + 1] === CLOSE_LIST) return at + 2;
    let end = at;
    do {
      end = scanItem(json, end + 1);
      if (end === NO_MATCH) return NO_MATCH;
    } while (json[end] === COMMA);
    return json[end] === CLOSE_LIST ? end + 1 : NO_MATCH;
  };
}

/** A string (RFC 8259, section 7). */
export function scanString(json: Uint8Array, at: number): number {
  if (json[at] !== QUOTE) return NO_MATCH;
  const { length } = json;
  let next = at + 1;
  while (next < length) {
    const code = json[next] ?? 0;
    next += 1;
    if (code === QUOTE) return next;
    if (code < FIRST_PRINTED) return NO_MATCH;
    if (code !== BACKSLASH) continue;
    next = afterEscape(json, next);
    if (next === NO_MATCH) return NO_MATCH;
  }
  return NO_MATCH;
}

function afterEscape(json: Uint8Array, at: number): number {
  const code = json[at] ?? 0;
  if (ESCAPED.has(code)) return at + 1;
  if (code !== UNICODE_ESCAPE) return NO_MATCH;
  const end = at + 5;
  for (let next = at + 1; next < end; next += 1) {
    if (!HEX_DIGITS.has(json[next] ?? 0)) return NO_MATCH;
  }
  return end;
}

/** A whole number of 32 bits, without a fraction or an exponent; zero has no sign. */
export function scanInt(json: Uint8Array, at: number): number {
  const isNegative = json[at] === MINUS;
  const begin = isNegative ? at + 1 : at;
  const end = afterDigits(json, begin);
  if (end === NO_MATCH || end - begin > 10) return NO_MATCH;
  let value = 0;
  for (let next = begin; next < end; next += 1) value = value * 10 + (json[next] ?? 0) - ZERO;
  if (isNegative) return value > 0 && value <= LARGEST_INT + 1 ? end : NO_MATCH;
  return value <= LARGEST_INT ? end : NO_MATCH;
}

/** A finite number (RFC 8259, section 6) without an exponent; zero has no sign. */
export function scanNumber(json: Uint8Array, at: number): number {
  const isNegative = json[at] === MINUS;
  const begin = isNegative ? at + 1 : at;
  let end = afterDigits(json, begin);
  if (end === NO_MATCH) return NO_MATCH;
  if (json[end] === DOT) {
    const fraction = end + 1;
    end = fraction;
    while (isDigit(json[end])) end += 1;
    if (end === fraction) return NO_MATCH;
  }
  if (end - begin > MOST_DIGITS) return NO_MATCH;
  return isNegative && isZero(json, begin, end) ? NO_MATCH : end;
}

/** Behind a whole number without a sign, which begins with a zero only when it is one. */
function afterDigits(json: Uint8Array, at: number): number {
  if (!isDigit(json[at])) return NO_MATCH;
  if (json[at] === ZERO) return isDigit(json[at + 1]) ? NO_MATCH : at + 1;
  let end = at + 1;
  while (isDigit(json[end])) end += 1;
  return end;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= ZERO && code <= NINE;
}

function isZero(json: Uint8Array, begin: number, end: number): boolean {
  for (let next = begin; next < end; next += 1) {
    if (json[next] !== ZERO && json[next] !== DOT) return false;
  }
  return true;
}
