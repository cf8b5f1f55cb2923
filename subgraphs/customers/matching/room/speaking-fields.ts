import type { Explanation } from '../explain/explain-score.ts';

const MOST_NAMED = 3;

/** The fields that speak most for a match, heaviest first, e.g. `identifier, birthDate, email`. */
export function speakingFields({ steps }: Explanation): string {
  const bits = new Map<string, number>();
  for (const { field, bits: some } of steps) {
    if (field !== null) bits.set(field, (bits.get(field) ?? 0) + some);
  }
  return [...bits]
    .filter(([, sum]) => sum > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_NAMED)
    .map(([field]) => field)
    .join(', ');
}
