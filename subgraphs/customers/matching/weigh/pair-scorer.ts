import type { PairComparer } from '../compare/pair-comparer.ts';
import { sameLevel } from '../roles.ts';
import type { Column } from '../values/column.ts';
import { rounded, type FieldModel, type MatchModel } from './model.ts';
import type { Overlap } from './overlaps.ts';

/** A field, ready to be weighed. */
interface Weighing {
  readonly weights: Float64Array;
  readonly same: number;
  /** What the level below "same" weighs, when that speaks for a match. */
  readonly below: number;
  readonly column: Column;
  /** Value -> what its rarity adds, in bits, when both have it. */
  readonly rarity: Float64Array;
  readonly most: number;
}

/** Weighs pairs of records of columns by a model. Symmetric, and a function of the two records alone. */
export class PairScorer {
  readonly #weighings: readonly Weighing[];
  readonly #comparer: PairComparer;
  /** Place in `#weighings` -> what the fields from there on can still add. */
  readonly #rest: Float64Array;
  readonly #prior: number;
  readonly #overlaps: readonly Overlap[];
  /** Field -> what being the same adds to the pair at hand, as far as no overlap took it off. */
  readonly #left: Float64Array;

  constructor(columns: readonly Column[], comparer: PairComparer, model: MatchModel) {
    this.#comparer = comparer;
    this.#prior = model.priorWeight;
    this.#weighings = model.fields.map((field, index) => weighingOf(field, columns[index]));
    this.#overlaps = model.overlaps;
    this.#left = new Float64Array(model.fields.length);
    this.#rest = new Float64Array(this.#weighings.length + 1);
    for (let place = this.#weighings.length - 1; place >= 0; place--) {
      this.#rest[place] = (this.#rest[place + 1] ?? 0) + (this.#weighings[place]?.most ?? 0);
    }
  }

  /** The weight of a pair in bits, or -Infinity as soon as it cannot reach `least`. */
  weightOf(left: number, right: number, least = -Infinity): number {
    let weight = this.#prior;
    let same = 0;
    for (let field = 0; field < this.#weighings.length; field++) {
      if (weight + (this.#rest[field] ?? 0) < least) return -Infinity;
      const weighing = this.#weighings[field];
      if (weighing === undefined) continue;
      const level = this.#comparer.levelOf(field, left, right);
      const bits = weighing.weights[level] ?? 0;
      weight += bits;
      if (level !== weighing.same) continue;
      const rarity = rarityOf(weighing, left, right);
      weight += rarity;
      this.#left[field] = bits + rarity - weighing.below;
      same |= 1 << field;
    }
    for (const overlap of this.#overlaps) weight -= this.#takeOff(overlap, same);
    return weight;
  }

  /** What is taken off for each of the model's overlaps, in their order. */
  deductionsOf(left: number, right: number): readonly number[] {
    let same = 0;
    this.#weighings.forEach((weighing, field) => {
      if (this.#comparer.levelOf(field, left, right) !== weighing.same) return;
      this.#left[field] = this.weightOfField(field, left, right) - weighing.below;
      same |= 1 << field;
    });
    return this.#overlaps.map((overlap) => this.#takeOff(overlap, same));
  }

  /**
   * Takes off what two fields that agree say together, but never more than is left of either: agreeing better
   * does not make a pair lighter. `same`: the fields that agree, a bit each.
   */
  #takeOff({ fields: [one, other], bits }: Overlap, same: number): number {
    if (((same >> one) & (same >> other) & 1) === 0) return 0;
    const left = this.#left;
    const taken = Math.max(0, Math.min(bits, left[one] ?? 0, left[other] ?? 0));
    left[one] = (left[one] ?? 0) - taken;
    left[other] = (left[other] ?? 0) - taken;
    return taken;
  }

  /** What one field adds by itself. */
  weightOfField(field: number, left: number, right: number): number {
    const weighing = this.#weighings[field];
    if (weighing === undefined) return 0;
    const level = this.#comparer.levelOf(field, left, right);
    const weight = weighing.weights[level] ?? 0;
    return level === weighing.same ? weight + rarityOf(weighing, left, right) : weight;
  }
}

/** Of values that consist of several the rarest one that both have counts. */
function rarityOf({ column, rarity }: Weighing, left: number, right: number): number {
  const a = column.values[left] ?? 0;
  if (column.parts === null) return rarity[a] ?? 0;
  const { items, starts } = column.parts;
  const b = column.values[right] ?? 0;
  const others = items.subarray(starts[b], starts[b + 1]);
  let best = -Infinity;
  for (const part of items.subarray(starts[a], starts[a + 1])) {
    if (others.includes(part)) best = Math.max(best, rarity[part] ?? 0);
  }
  return best === -Infinity ? 0 : best;
}

/** How much a rare value may add, and a common one take away. */
const MOST_FOR_RARITY = 8;

function weighingOf(field: FieldModel, column: Column | undefined): Weighing {
  if (column === undefined) throw new Error(`The model's field "${field.name}" has no column.`);
  const same = sameLevel(field.kind);
  const weight = field.weights[same] ?? 0;
  const average = field.u[same] ?? 1;
  const rarity = column.shares.map((share) => {
    if (!field.countsRarity || share === 0) return 0;
    const bits = Math.log2(average / share);
    // What both have never speaks against them.
    return rounded(Math.max(-weight, Math.min(MOST_FOR_RARITY, bits)));
  });
  const most = Math.max(0, ...field.weights, weight + rarity.reduce((a, b) => Math.max(a, b), 0));
  const below = Math.max(0, field.weights[same - 1] ?? 0);
  return { weights: Float64Array.from(field.weights), same, below, column, rarity, most };
}
