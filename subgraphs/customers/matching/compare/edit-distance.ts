import { countBits, MOST_UNITS, type TextTable } from '../values/text-table.ts';

/** Beyond this many edits nobody asks how many. */
export const MANY_EDITS = 3;

const WIDTH = MOST_UNITS + 1;
const ROWS = [new Uint8Array(WIDTH), new Uint8Array(WIDTH), new Uint8Array(WIDTH)] as const;

/**
 * The edits that make one text the other: a letter put in, left out or changed, or two neighbours swapped
 * (Damerau-Levenshtein, optimal string alignment). `MANY_EDITS` for that many or more.
 */
export function editDistance(
  { codes, starts, marks }: TextTable,
  left: number,
  right: number,
): number {
  const a = starts[left] ?? 0;
  const b = starts[right] ?? 0;
  const lengthA = (starts[left + 1] ?? a) - a;
  const lengthB = (starts[right + 1] ?? b) - b;
  if (Math.abs(lengthA - lengthB) >= MANY_EDITS) return MANY_EDITS;
  // Each letter that only one of them has costs an edit, and an edit takes care of two such letters at most.
  const [markA, markB] = [marks[left] ?? 0, marks[right] ?? 0];
  const apart = Math.max(countBits(markA & ~markB), countBits(markB & ~markA));
  if (apart >= MANY_EDITS) return MANY_EDITS;
  let [before, last, row] = ROWS;
  for (let j = 0; j <= lengthB; j++) last[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    row[0] = i;
    let least = i;
    const unit = codes[a + i - 1];
    for (let j = 1; j <= lengthB; j++) {
      const other = codes[b + j - 1];
      const change = (last[j - 1] ?? 0) + (unit === other ? 0 : 1);
      let edits = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && unit === codes[b + j - 2] && codes[a + i - 2] === other;
      if (swapped) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row[j] = edits;
      if (edits < least) least = edits;
    }
    if (least >= MANY_EDITS) return MANY_EDITS;
    [before, last, row] = [last, row, before];
  }
  return Math.min(MANY_EDITS, last[lengthB] ?? 0);
}
