import { placesOf } from '../values/places-of.ts';
import { intAt } from '../values/read-array.ts';
import { sortBy } from '../values/sort-by.ts';

/** Records in the order of their keys, then of their numbers; those without a key are left out. */
export function sortByKey(keys: Int32Array): Int32Array {
  const withKey = placesOf(keys.length, (record) => keys[record] !== 0);
  return sortBy(withKey, (record) => intAt(keys, record));
}

/** Tells of each run of equal keys that has two records or more: from `start` up to, not including, `end`. */
export function forEachBlock(
  records: Int32Array,
  keys: Int32Array,
  tell: (start: number, end: number) => void,
): void {
  let start = 0;
  for (let at = 1; at <= records.length; at++) {
    if (at < records.length && keys[records[at] ?? 0] === keys[records[start] ?? 0]) continue;
    if (at - start > 1) tell(start, at);
    start = at;
  }
}
