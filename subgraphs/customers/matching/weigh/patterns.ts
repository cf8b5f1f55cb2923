/** How often each combination of levels came among compared pairs. Few combinations make up most pairs. */
export interface Patterns {
  /** `[pattern * fields + field]`. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  readonly fields: number;
}

/** Three bits a field fill the whole numbers that a double is exact for. */
export const MOST_FIELDS = 17;

/** Counts combinations of levels by one number each. */
export class PatternCounter {
  readonly #counts = new Map<number, number>();
  readonly #fields: number;

  constructor(fields: number) {
    this.#fields = fields;
  }

  add(pattern: number, count = 1): void {
    this.#counts.set(pattern, (this.#counts.get(pattern) ?? 0) + count);
  }

  entries(): readonly (readonly [pattern: number, count: number])[] {
    return [...this.#counts];
  }

  patterns(): Patterns {
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    const levels = new Uint8Array(sorted.length * this.#fields);
    sorted.forEach(([pattern], index) => {
      let rest = pattern;
      for (let field = this.#fields - 1; field >= 0; field--) {
        levels[index * this.#fields + field] = rest % 8;
        rest = Math.floor(rest / 8);
      }
    });
    const counts = Float64Array.from(sorted, ([, count]) => count);
    return { levels, counts, fields: this.#fields };
  }
}
