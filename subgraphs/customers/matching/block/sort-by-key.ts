/** Records in the order of their keys; those without a key are left out. */
export interface SortedRecords {
  readonly records: Int32Array;
  readonly keys: Uint32Array;
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Sorts by key, and by record within one. `isWanted` may leave keys out. */
export function sortByKey(
  keys: Int32Array,
  isWanted: (key: number) => boolean = () => true,
): SortedRecords {
  let count = 0;
  for (const key of keys) if (key !== 0 && isWanted(key)) count++;
  let from = { records: new Int32Array(count), keys: new Uint32Array(count) };
  let at = 0;
  for (let record = 0; record < keys.length; record++) {
    const key = keys[record] ?? 0;
    if (key === 0 || !isWanted(key)) continue;
    from.records[at] = record;
    from.keys[at++] = key;
  }
  let to = { records: new Int32Array(count), keys: new Uint32Array(count) };
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    sortByDigit(from, to, shift);
    [from, to] = [to, from];
  }
  return from;
}

/** One pass of a radix sort. */
function sortByDigit(from: SortedRecords, to: SortedRecords, shift: number): void {
  const places = new Int32Array(DIGITS + 1);
  const count = from.keys.length;
  for (let at = 0; at < count; at++) {
    const digit = ((from.keys[at] ?? 0) >>> shift) & (DIGITS - 1);
    places[digit + 1] = (places[digit + 1] ?? 0) + 1;
  }
  for (let digit = 0; digit < DIGITS; digit++) {
    places[digit + 1] = (places[digit + 1] ?? 0) + (places[digit] ?? 0);
  }
  for (let at = 0; at < count; at++) {
    const key = from.keys[at] ?? 0;
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    to.keys[place] = key;
    to.records[place] = from.records[at] ?? 0;
  }
}

/** Tells of each run of equal keys that has two records or more: from `start` up to, not including, `end`. */
export function forEachBlock(
  { keys }: SortedRecords,
  tell: (start: number, end: number) => void,
): void {
  let start = 0;
  for (let at = 1; at <= keys.length; at++) {
    if (at < keys.length && keys[at] === keys[start]) continue;
    if (at - start > 1) tell(start, at);
    start = at;
  }
}
