import { byteAt, intAt, unitAt } from '../values/read-array.ts';
import { countBits, lengthOf, MOST_UNITS, type TextTable } from '../values/text-table.ts';

/** Beyond this many edits nobody asks how many. */
export const MANY_EDITS = 3;

const WIDTH = MOST_UNITS + 1;
type Row = Uint8Array;

/** The row that is filled, the one before it, and the one before that. */
const ROWS: [Row, Row, Row] = [new Uint8Array(WIDTH), new Uint8Array(WIDTH), new Uint8Array(WIDTH)];

/**
 * The edits that make one text the other: a letter put in, left out or changed, or two neighbours swapped
 * (Damerau-Levenshtein, optimal string alignment). `MANY_EDITS` for that many or more.
 */
export function editDistance(texts: TextTable, left: number, right: number): number {
  if (areFarApart(texts, left, right)) return MANY_EDITS;
  const { codes, starts } = texts;
  const pair = { codes, a: intAt(starts, left), b: intAt(starts, right) };
  const [lengthA, lengthB] = [lengthOf(texts, left), lengthOf(texts, right)];
  let [row, last, before] = ROWS;
  for (let j = 0; j <= lengthB; j++) last[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= lengthB; j++) {
      const edits = Math.min(
        byteAt(last, j) + 1,
        byteAt(row, j - 1) + 1,
        byteAt(last, j - 1) + (unitOf(pair, i, 0) === unitOf(pair, 0, j) ? 0 : 1),
        isSwap(pair, i, j) ? byteAt(before, j - 2) + 1 : MANY_EDITS,
      );
      row[j] = edits;
      least = Math.min(least, edits);
    }
    if (least >= MANY_EDITS) return MANY_EDITS;
    [row, last, before] = [before, row, last];
  }
  return Math.min(MANY_EDITS, byteAt(last, lengthB));
}

/**
 * Whether lengths or letters alone tell it. Each letter that only one of them has costs an edit, and so does
 * each letter that only the other one has, of which one edit takes care of one each.
 */
function areFarApart(texts: TextTable, left: number, right: number): boolean {
  if (Math.abs(lengthOf(texts, left) - lengthOf(texts, right)) >= MANY_EDITS) return true;
  const [markA, markB] = [intAt(texts.marks, left), intAt(texts.marks, right)];
  return Math.max(countBits(markA & ~markB), countBits(markB & ~markA)) >= MANY_EDITS;
}

interface Pair {
  readonly codes: Uint16Array;
  readonly a: number;
  readonly b: number;
}

/** The letter before place `i` of the one text or `j` of the other; the one that is not asked for is 0. */
function unitOf({ codes, a, b }: Pair, i: number, j: number): number {
  return i > 0 ? unitAt(codes, a + i - 1) : unitAt(codes, b + j - 1);
}

function isSwap({ codes, a, b }: Pair, i: number, j: number): boolean {
  if (i < 2 || j < 2) return false;
  return (
    unitAt(codes, a + i - 1) === unitAt(codes, b + j - 2) &&
    unitAt(codes, a + i - 2) === unitAt(codes, b + j - 1)
  );
}
