import { countBits, MOST_UNITS, type TextTable } from '../values/text-table.ts';

/**
 * The Jaro-Winkler similarity of two texts of a table, 0 to 1; 1 only for equal ones. Symmetric. 0 at once for
 * two texts that cannot reach `least`, which their lengths and letters tell. Matched letters are bits of an
 * integer, so nothing is allocated.
 */
export function jaroWinkler(
  { codes, starts, marks }: TextTable,
  left: number,
  right: number,
  least: number,
): number {
  const a = starts[left] ?? 0;
  const b = starts[right] ?? 0;
  const lengthA = (starts[left + 1] ?? a) - a;
  const lengthB = (starts[right + 1] ?? b) - b;
  const [markA, markB] = [marks[left] ?? 0, marks[right] ?? 0];
  // A letter that the other text has not is never matched.
  const most = Math.min(lengthA - countBits(markA & ~markB), lengthB - countBits(markB & ~markA));
  const best = (most / lengthA + most / lengthB + 1) / 3;
  // The same beginning makes up for at most four tenths of what is missing.
  const bound = codes[a] === codes[b] ? best + 0.4 * (1 - best) : best;
  if (most <= 0 || bound < least) return 0;
  if (lengthA > lengthB) return jaroWinklerOf(codes, [b, lengthB], [a, lengthA]);
  return jaroWinklerOf(codes, [a, lengthA], [b, lengthB]);
}

type Span = readonly [start: number, length: number];

const MATCHED = new Uint16Array(MOST_UNITS);

/** `short` is the shorter one. */
function jaroWinklerOf(codes: Uint16Array, [a, lengthA]: Span, [b, lengthB]: Span): number {
  if (lengthA === 0) return 0;
  const reach = Math.max(0, (lengthB >> 1) - 1);
  let taken = 0;
  let matches = 0;
  for (let i = 0; i < lengthA; i++) {
    const unit = codes[a + i] ?? 0;
    const last = Math.min(lengthB - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if ((taken & (1 << j)) === 0 && codes[b + j] === unit) {
        taken |= 1 << j;
        MATCHED[matches++] = unit;
        break;
      }
    }
  }
  if (matches === 0) return 0;
  const outOfOrder = countOutOfOrder(codes, b, taken);
  const jaro = (matches / lengthA + matches / lengthB + (matches - outOfOrder / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < lengthA && codes[a + prefix] === codes[b + prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** How many of the matched letters stand at another place among the matched ones. */
function countOutOfOrder(codes: Uint16Array, start: number, taken: number): number {
  let count = 0;
  let place = 0;
  let rest = taken;
  while (rest !== 0) {
    const bit = 31 - Math.clz32(rest & -rest);
    if (codes[start + bit] !== MATCHED[place++]) count++;
    rest &= rest - 1;
  }
  return count;
}
