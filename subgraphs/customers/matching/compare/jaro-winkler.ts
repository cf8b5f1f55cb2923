import { intAt, unitAt } from '../values/read-array.ts';
import { countBits, lengthOf, MOST_UNITS, type TextTable } from '../values/text-table.ts';

/**
 * The Jaro-Winkler similarity of two texts of a table, 0 to 1; 1 only for equal ones. Symmetric. 0 at once for
 * two texts that cannot reach `least`, which their lengths and letters tell. Matched letters are bits of an
 * integer, so nothing is allocated.
 */
export function jaroWinkler(texts: TextTable, left: number, right: number, least: number): number {
  if (bestPossible(texts, left, right) < least) return 0;
  const { codes, starts } = texts;
  const a = { start: intAt(starts, left), length: lengthOf(texts, left) };
  const b = { start: intAt(starts, right), length: lengthOf(texts, right) };
  return a.length > b.length ? similarity(codes, b, a) : similarity(codes, a, b);
}

/** What the similarity cannot exceed: a letter that the other text has not is never matched. */
function bestPossible(texts: TextTable, left: number, right: number): number {
  const { codes, starts, marks } = texts;
  const [lengthA, lengthB] = [lengthOf(texts, left), lengthOf(texts, right)];
  const [markA, markB] = [intAt(marks, left), intAt(marks, right)];
  const most = Math.min(lengthA - countBits(markA & ~markB), lengthB - countBits(markB & ~markA));
  if (most <= 0) return 0;
  const jaro = (most / lengthA + most / lengthB + 1) / 3;
  const sameLetter = unitAt(codes, intAt(starts, left)) === unitAt(codes, intAt(starts, right));
  // The same beginning makes up for at most four tenths of what is missing.
  return sameLetter ? jaro + 0.4 * (1 - jaro) : jaro;
}

interface Span {
  readonly start: number;
  readonly length: number;
}

/** `short` has no more letters than `long`. */
function similarity(codes: Uint16Array, short: Span, long: Span): number {
  const taken = matchLetters(codes, short, long);
  const matches = countBits(taken);
  if (matches === 0) return 0;
  const outOfOrder = countOutOfOrder(codes, long.start, taken);
  const ordered = (matches - outOfOrder / 2) / matches;
  const jaro = (matches / short.length + matches / long.length + ordered) / 3;
  let prefix = 0;
  while (prefix < Math.min(4, short.length) && sameUnit(codes, short.start, long.start, prefix)) {
    prefix++;
  }
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** The matched letters of the shorter text, in its order. */
const MATCHED = new Uint16Array(MOST_UNITS);

/** Bits of the letters of `long` that are matched; fills `MATCHED`. */
function matchLetters(codes: Uint16Array, short: Span, long: Span): number {
  const reach = Math.max(0, (long.length >> 1) - 1);
  let taken = 0;
  let matches = 0;
  for (let i = 0; i < short.length; i++) {
    const unit = unitAt(codes, short.start + i);
    const last = Math.min(long.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if ((taken & (1 << j)) !== 0 || unitAt(codes, long.start + j) !== unit) continue;
      taken |= 1 << j;
      MATCHED[matches++] = unit;
      break;
    }
  }
  return taken;
}

/** How many of the matched letters stand at another place among the matched ones. */
function countOutOfOrder(codes: Uint16Array, start: number, taken: number): number {
  let count = 0;
  let place = 0;
  for (let rest = taken; rest !== 0; rest &= rest - 1) {
    const bit = 31 - Math.clz32(rest & -rest);
    if (unitAt(codes, start + bit) !== unitAt(MATCHED, place++)) count++;
  }
  return count;
}

function sameUnit(codes: Uint16Array, a: number, b: number, offset: number): boolean {
  return unitAt(codes, a + offset) === unitAt(codes, b + offset);
}
