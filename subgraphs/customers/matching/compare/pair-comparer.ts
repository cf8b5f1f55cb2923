import { sameLevel } from '../roles.ts';
import type { Column, Lists } from '../values/column.ts';
import { COMPARE, type CompareValues } from './compare-values.ts';
import { LevelCache } from './level-cache.ts';

/** A column, how it is compared, and what was compared lately. */
interface Comparison {
  readonly column: Column;
  readonly compare: CompareValues;
  readonly same: number;
  readonly cache: LevelCache;
  /** The other columns of names, where a name may stand that is missed here. */
  readonly elsewhere: readonly Column[];
}

/** The level of a name that is another part of the other record's name. */
const ELSEWHERE = 4;

/** Compares records of columns, field by field. */
export class PairComparer {
  readonly #comparisons: readonly Comparison[];

  constructor(columns: readonly Column[]) {
    const names = columns.filter(({ kind }) => kind === 'name' || kind === 'words');
    this.#comparisons = columns.map((column) => ({
      column,
      compare: COMPARE[column.kind],
      same: sameLevel(column.kind),
      cache: new LevelCache(cacheBits(column)),
      elsewhere: column.kind === 'name' ? names.filter((other) => other !== column) : [],
    }));
  }

  /** The level of one field, by its number, of two records; 0 when one of them has no value. */
  levelOf(field: number, left: number, right: number): number {
    const comparison = this.#comparisons[field];
    if (comparison === undefined) return 0;
    const { values } = comparison.column;
    const a = values[left] ?? 0;
    const b = values[right] ?? 0;
    if (a === 0 || b === 0) return 0;
    const level = a === b ? comparison.same : levelOfValues(comparison, a, b);
    if (level >= ELSEWHERE || comparison.elsewhere.length === 0) return level;
    return isElsewhere(comparison, left, right) ? ELSEWHERE : level;
  }
}

function levelOfValues(comparison: Comparison, a: number, b: number): number {
  const [left, right] = a < b ? [a, b] : [b, a];
  const known = comparison.cache.get(left, right);
  if (known !== 0) return known;
  const { column } = comparison;
  const level =
    column.parts === null
      ? comparison.compare(column, left, right)
      : bestOfParts(comparison, column.parts, left, right);
  comparison.cache.set(left, right, level);
  return level;
}

/** Of values that consist of several the best level of any two parts. */
function bestOfParts(
  { column, compare, same }: Comparison,
  { items, starts }: Lists,
  left: number,
  right: number,
): number {
  let best = 1;
  for (let a = starts[left] ?? 0; a < (starts[left + 1] ?? 0); a++) {
    for (let b = starts[right] ?? 0; b < (starts[right + 1] ?? 0); b++) {
      const [one = 0, other = 0] = [items[a], items[b]];
      if (one === other) return same;
      best = Math.max(best, compare(column, Math.min(one, other), Math.max(one, other)));
    }
  }
  return best;
}

/** Whether the name of either record stands whole in another part of the other one's name. */
function isElsewhere({ column, elsewhere }: Comparison, left: number, right: number): boolean {
  const a = column.values[left] ?? 0;
  const b = column.values[right] ?? 0;
  return elsewhere.some(
    ({ words, values }) =>
      holdsAll(words, values[right] ?? 0, column.words, a) ||
      holdsAll(words, values[left] ?? 0, column.words, b),
  );
}

/** Whether a list of one column holds every word of a list of another one. */
function holdsAll(holder: Lists, held: number, wanted: Lists, want: number): boolean {
  let at = holder.starts[held] ?? 0;
  const end = holder.starts[held + 1] ?? 0;
  const first = wanted.starts[want] ?? 0;
  const last = wanted.starts[want + 1] ?? 0;
  if (first === last || end - at < last - first) return false;
  for (let item = first; item < last; item++) {
    while (at < end && (holder.items[at] ?? 0) < (wanted.items[item] ?? 0)) at++;
    if (at === end || holder.items[at] !== wanted.items[item]) return false;
  }
  return true;
}

/** Room for as many pairs as there are values several times over, within what a processor keeps near. */
function cacheBits({ texts }: Column): number {
  const values = texts.starts.length - 1;
  return Math.min(18, Math.max(8, Math.ceil(Math.log2(values * 8))));
}
