import { sameLevel } from '../roles.ts';
import type { Column, Lists } from '../values/column.ts';
import { intAt } from '../values/read-array.ts';
import { COMPARE, type CompareValues } from './compare-values.ts';
import { LevelCache } from './level-cache.ts';

/** The level of a name that is another part of the other record's name. */
const ELSEWHERE = 4;

/** Compares records of columns, field by field. */
export class PairComparer {
  readonly #fields: readonly FieldComparer[];

  constructor(columns: readonly Column[]) {
    const names = columns.filter(({ kind }) => kind === 'name' || kind === 'words');
    this.#fields = columns.map((column) => {
      const elsewhere = column.kind === 'name' ? names.filter((other) => other !== column) : [];
      return new FieldComparer(column, elsewhere);
    });
  }

  /** The level of one field, by its number, of two records; 0 when one of them has no value. */
  levelOf(field: number, left: number, right: number): number {
    return this.#fields[field]?.levelOf(left, right) ?? 0;
  }
}

/** One column, how it is compared, and what was compared lately. */
class FieldComparer {
  readonly #column: Column;
  readonly #values: Int32Array;
  readonly #compare: CompareValues;
  readonly #same: number;
  readonly #cache: LevelCache;
  /** The other columns of names, where a name may stand that is missed here. */
  readonly #elsewhere: readonly Column[];

  constructor(column: Column, elsewhere: readonly Column[]) {
    this.#column = column;
    this.#values = column.values;
    this.#compare = COMPARE[column.kind];
    this.#same = sameLevel(column.kind);
    this.#cache = new LevelCache(cacheBits(column));
    this.#elsewhere = elsewhere;
  }

  levelOf(left: number, right: number): number {
    const a = intAt(this.#values, left);
    const b = intAt(this.#values, right);
    if (a === 0 || b === 0) return 0;
    if (a === b) return this.#same;
    const level = a < b ? this.#levelOfValues(a, b) : this.#levelOfValues(b, a);
    if (level >= ELSEWHERE || this.#elsewhere.length === 0) return level;
    return this.#isElsewhere(left, right) ? ELSEWHERE : level;
  }

  /** `left` is the smaller one. */
  #levelOfValues(left: number, right: number): number {
    const known = this.#cache.get(left, right);
    if (known !== 0) return known;
    const { parts } = this.#column;
    const level =
      parts === null
        ? this.#compare(this.#column, left, right)
        : this.#bestOfParts(parts, left, right);
    this.#cache.set(left, right, level);
    return level;
  }

  /** Of values that consist of several the best level of any two parts. */
  #bestOfParts({ items, starts }: Lists, left: number, right: number): number {
    let best = 1;
    for (const one of items.subarray(starts[left], starts[left + 1])) {
      for (const other of items.subarray(starts[right], starts[right + 1])) {
        if (one === other) return this.#same;
        const [smaller, larger] = one < other ? [one, other] : [other, one];
        best = Math.max(best, this.#compare(this.#column, smaller, larger));
      }
    }
    return best;
  }

  /** Whether the name of either record stands whole in another part of the other one's name. */
  #isElsewhere(left: number, right: number): boolean {
    const { words } = this.#column;
    const a = intAt(this.#values, left);
    const b = intAt(this.#values, right);
    for (const other of this.#elsewhere) {
      if (holdsAll(other.words, intAt(other.values, right), words, a)) return true;
      if (holdsAll(other.words, intAt(other.values, left), words, b)) return true;
    }
    return false;
  }
}

/** Whether a sorted list of one column holds every word of a list of another one. */
function holdsAll(holder: Lists, held: number, wanted: Lists, want: number): boolean {
  let at = intAt(holder.starts, held);
  const end = intAt(holder.starts, held + 1);
  const first = intAt(wanted.starts, want);
  const last = intAt(wanted.starts, want + 1);
  if (first === last || end - at < last - first) return false;
  for (let item = first; item < last; item++) {
    const word = intAt(wanted.items, item);
    while (at < end && intAt(holder.items, at) < word) at++;
    if (at === end || intAt(holder.items, at) !== word) return false;
  }
  return true;
}

/** Room for as many pairs as there are values several times over, within what a processor keeps near. */
function cacheBits({ texts }: Column): number {
  const values = texts.starts.length - 1;
  return Math.min(17, Math.max(4, Math.ceil(Math.log2(values * 8))));
}
