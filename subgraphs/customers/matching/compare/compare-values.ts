import type { Kind } from '../roles.ts';
import type { Column, Lists } from '../values/column.ts';
import { intAt } from '../values/read-array.ts';
import { editDistance } from './edit-distance.ts';
import { lengthOf } from '../values/text-table.ts';
import { jaroWinkler } from './jaro-winkler.ts';

/** The level of two different values of a column that both consist of one thing: see `LEVELS`. */
export type CompareValues = (column: Column, left: number, right: number) => number;

/** How each kind compares two different values. Symmetric, and a function of the two texts alone. */
export const COMPARE: Readonly<Record<Kind, CompareValues>> = {
  name: compareNames,
  words: compareWords,
  date: compareDates,
  category: () => 1,
  code: compareCodes,
  email: compareEmails,
  text: compareTexts,
  postalCode: comparePostalCodes,
};

function compareNames(column: Column, left: number, right: number): number {
  const { texts, words, forms } = column;
  if (forms !== null && shareItem(forms, left, right)) return 6;
  const shorter = Math.min(lengthOf(texts, left), lengthOf(texts, right));
  if (shorter === 1) return sameStart(texts, left, right, 1) ? 3 : 1;
  const similarity = jaroWinkler(texts, left, right, 0.8);
  if (similarity >= 0.92) return 5;
  if (shorter >= 4 && editDistance(texts, left, right) <= 1) return 5;
  if (isContained(words, left, right)) return 5;
  return similarity >= 0.8 ? 2 : 1;
}

function compareWords({ words }: Column, left: number, right: number): number {
  return shareItem(words, left, right) ? 2 : 1;
}

function compareDates({ texts }: Column, left: number, right: number): number {
  const edits = editDistance(texts, left, right);
  if (edits <= 1 || haveDayAndMonthSwapped(texts, left, right)) return 4;
  if (edits === 2) return 3;
  return sameStart(texts, left, right, 4) ? 2 : 1;
}

function compareCodes({ texts }: Column, left: number, right: number): number {
  const edits = editDistance(texts, left, right);
  if (edits >= Math.max(lengthOf(texts, left), lengthOf(texts, right)) / 2) return 1;
  if (edits === 1) return 3;
  return edits === 2 ? 2 : 1;
}

function compareEmails({ texts }: Column, left: number, right: number): number {
  if (editDistance(texts, left, right) <= 1) return 3;
  const at = positionOf(texts, left, AT_SIGN);
  return at > 2 && sameStart(texts, left, right, at + 1) ? 2 : 1;
}

const AT_SIGN = 64;

function compareTexts({ texts, words }: Column, left: number, right: number): number {
  if (isContained(words, left, right)) return 3;
  const similarity = jaroWinkler(texts, left, right, 0.85);
  if (similarity >= 0.92) return 3;
  return similarity >= 0.85 || shareHalf(words, left, right) ? 2 : 1;
}

function comparePostalCodes({ texts }: Column, left: number, right: number): number {
  const edits = editDistance(texts, left, right);
  if (edits <= 1) return 5;
  const length = lengthOf(texts, left);
  if (length === lengthOf(texts, right)) {
    if (length >= 4 && sameStart(texts, left, right, length - 2)) return 4;
    if (length >= 5 && sameStart(texts, left, right, length - 3)) return 3;
  }
  return edits === 2 && length >= 5 ? 2 : 1;
}

type Texts = Column['texts'];

function countOf({ starts }: Lists, value: number): number {
  return intAt(starts, value + 1) - intAt(starts, value);
}

function sameStart({ codes, starts }: Texts, left: number, right: number, length: number): boolean {
  const a = starts[left] ?? 0;
  const b = starts[right] ?? 0;
  for (let unit = 0; unit < length; unit++) if (codes[a + unit] !== codes[b + unit]) return false;
  return true;
}

function positionOf({ codes, starts }: Texts, value: number, unit: number): number {
  const start = starts[value] ?? 0;
  const end = starts[value + 1] ?? start;
  for (let at = start; at < end; at++) if (codes[at] === unit) return at - start;
  return -1;
}

/** Eight digits, year first: the year is the same, and one's day is the other's month. */
function haveDayAndMonthSwapped(texts: Texts, left: number, right: number): boolean {
  if (!sameStart(texts, left, right, 4)) return false;
  const { codes, starts } = texts;
  const a = (starts[left] ?? 0) + 4;
  const b = (starts[right] ?? 0) + 4;
  return (
    codes[a] === codes[b + 2] &&
    codes[a + 1] === codes[b + 3] &&
    codes[a + 2] === codes[b] &&
    codes[a + 3] === codes[b + 1]
  );
}

/** How many items two sorted lists share. */
function countShared({ items, starts }: Lists, left: number, right: number): number {
  let a = intAt(starts, left);
  let b = intAt(starts, right);
  const [endA, endB] = [intAt(starts, left + 1), intAt(starts, right + 1)];
  let shared = 0;
  while (a < endA && b < endB) {
    const difference = intAt(items, a) - intAt(items, b);
    if (difference === 0) shared++;
    if (difference <= 0) a++;
    if (difference >= 0) b++;
  }
  return shared;
}

export function shareItem(lists: Lists, left: number, right: number): boolean {
  return countShared(lists, left, right) > 0;
}

/** Whether the shorter list of words is part of the longer one. */
function isContained(words: Lists, left: number, right: number): boolean {
  const least = Math.min(countOf(words, left), countOf(words, right));
  return least > 0 && countShared(words, left, right) === least;
}

function shareHalf(words: Lists, left: number, right: number): boolean {
  const most = Math.max(countOf(words, left), countOf(words, right));
  return most > 1 && countShared(words, left, right) * 2 >= most;
}
