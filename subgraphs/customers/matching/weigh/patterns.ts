/** How often each combination of levels came among compared pairs. Few combinations make up most pairs. */
export interface Patterns {
  /** `[pattern * fields + field]`. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  readonly fields: number;
}

/** Combinations, each as one number of three bits a field with the first field highest, and how often they came. */
export type PatternCounts = ReadonlyMap<number, number>;

/** Three bits a field fill the whole numbers that a double is exact for. */
export const MOST_FIELDS = 17;

/** What was counted in several places, together. */
export function patternsOf(counted: readonly PatternCounts[], fields: number): Patterns {
  const all = new Map<number, number>();
  for (const counts of counted) {
    for (const [pattern, count] of counts) all.set(pattern, (all.get(pattern) ?? 0) + count);
  }
  const sorted = [...all].sort(([a], [b]) => a - b);
  const levels = new Uint8Array(sorted.length * fields);
  sorted.forEach(([pattern], index) => {
    let rest = pattern;
    for (let field = fields - 1; field >= 0; field--) {
      levels[index * fields + field] = rest % 8;
      rest = Math.floor(rest / 8);
    }
  });
  return { levels, counts: Float64Array.from(sorted, ([, count]) => count), fields };
}
