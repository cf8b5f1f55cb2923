import { MOST_LEVELS } from '../roles.ts';

/** A number for each level of each field: `[field * MOST_LEVELS + level]`. Level 0 is "no evidence". */
export type LevelTable = Float64Array;

export function makeLevelTable(fields: number): LevelTable {
  return new Float64Array(fields * MOST_LEVELS);
}

/** Each field's counts as shares of its known ones; a level that never came counts half a time. */
export function sharesOfCounts(counts: LevelTable, levels: readonly number[]): LevelTable {
  const shares = makeLevelTable(levels.length);
  levels.forEach((most, field) => {
    const start = field * MOST_LEVELS;
    let total = 0;
    for (let level = 1; level <= most; level++) total += (counts[start + level] ?? 0) + 0.5;
    for (let level = 1; level <= most; level++) {
      shares[start + level] = ((counts[start + level] ?? 0) + 0.5) / total;
    }
  });
  return shares;
}
