const EMPTY = 0;

/** Remembers the levels of pairs of values that were compared lately, in a fixed amount of memory. */
export class LevelCache {
  readonly #lefts: Int32Array;
  readonly #rights: Int32Array;
  readonly #levels: Uint8Array;
  readonly #shift: number;

  /** `bits`: room for two to this power pairs. */
  constructor(bits: number) {
    this.#lefts = new Int32Array(1 << bits);
    this.#rights = new Int32Array(1 << bits);
    this.#levels = new Uint8Array(1 << bits);
    this.#shift = 32 - bits;
  }

  #placeOf(left: number, right: number): number {
    return Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> this.#shift;
  }

  /** 0 when it is not known. `left` is the smaller value. */
  get(left: number, right: number): number {
    const place = this.#placeOf(left, right);
    if (this.#lefts[place] !== left || this.#rights[place] !== right) return EMPTY;
    return this.#levels[place] ?? EMPTY;
  }

  set(left: number, right: number, level: number): void {
    const place = this.#placeOf(left, right);
    this.#lefts[place] = left;
    this.#rights[place] = right;
    this.#levels[place] = level;
  }
}
