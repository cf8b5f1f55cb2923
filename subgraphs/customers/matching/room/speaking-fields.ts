import type { FieldBits } from './record-scorer.ts';

const MOST_NAMED = 3;

/** The fields that speak most for a match, heaviest first, e.g. `identifier, birthDate, email`. */
export function speakingFields(fields: readonly FieldBits[]): string {
  return fields
    .filter(({ bits }) => bits > 0)
    .sort((a, b) => b.bits - a.bits)
    .slice(0, MOST_NAMED)
    .map(({ field }) => field)
    .join(', ');
}
