import { MOST_LEVELS, sameLevel, type Kind } from '../roles.ts';
import { makeLevelTable, type LevelTable } from './level-counts.ts';

/**
 * How often two records of one person reach each level (m), before anything is known of the records: mostly
 * the same, sometimes nearly, seldom different. Where expectation-maximisation begins.
 */
export function expectedAgreement(kinds: readonly Kind[]): LevelTable {
  const table = makeLevelTable(kinds.length);
  kinds.forEach((kind, field) => {
    const same = sameLevel(kind);
    for (let level = 1; level <= same; level++) {
      table[field * MOST_LEVELS + level] = shareOf(level, same);
    }
  });
  return table;
}

function shareOf(level: number, same: number): number {
  if (level === same) return same === 2 ? 0.92 : 0.78;
  if (level === 1) return 0.08;
  return 0.14 / (same - 2);
}
