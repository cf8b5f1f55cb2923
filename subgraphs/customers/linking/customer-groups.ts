import type { PlacedRecord } from '../model.ts';
import { certaintiesOf, contradict, unite, type Certainties } from './vetoes.ts';

/** Disjoint sets of records that grow by joining; a join that the certainties of both forbid does not happen. */
export class CustomerGroups {
  readonly #parents: number[];
  readonly #known: Certainties[];

  constructor(records: readonly PlacedRecord[]) {
    this.#parents = records.map((_, index) => index);
    this.#known = records.map(({ record }) => certaintiesOf(record));
  }

  /** The number of the group that a record is in: the same for all its records, until it joins another. */
  groupOf(index: number): number {
    const parent = this.#parents[index] ?? index;
    if (parent === index) return index;
    const group = this.groupOf(parent);
    this.#parents[index] = group;
    return group;
  }

  /** Joins the groups of two records, and says whether they are one now. */
  join(left: number, right: number): boolean {
    const [first, second] = [this.groupOf(left), this.groupOf(right)].sort((a, b) => a - b);
    if (first === undefined || second === undefined || first === second) return first === second;
    const [known, other] = [this.#known[first], this.#known[second]];
    if (known === undefined || other === undefined || contradict(known, other)) return false;
    this.#parents[second] = first;
    this.#known[first] = unite(known, other);
    return true;
  }
}
