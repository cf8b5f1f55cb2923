import type { PairComparer } from '../compare/pair-comparer.ts';
import { MOST_LEVELS, sameLevel } from '../roles.ts';
import type { Column } from '../values/column.ts';
import type { SeededRandom } from '../values/random.ts';
import { makeLevelTable, sharesOfCounts, type LevelTable } from './level-counts.ts';

const PAIRS = 60_000;

/**
 * How often two records of different people reach each level (u), from pairs drawn at random. That values are
 * the same is rare for most fields, so it is worked out from how often each value occurs.
 */
export function randomAgreement(
  columns: readonly Column[],
  comparer: PairComparer,
  random: SeededRandom,
): LevelTable {
  const records = columns[0]?.values.length ?? 0;
  const counts = makeLevelTable(columns.length);
  for (let pair = 0; pair < PAIRS && records > 1; pair++) {
    const left = random.below(records);
    const right = random.below(records);
    if (left === right) continue;
    columns.forEach((_, field) => {
      const place = field * MOST_LEVELS + comparer.levelOf(field, left, right);
      counts[place] = (counts[place] ?? 0) + 1;
    });
  }
  const shares = sharesOfCounts(
    counts,
    columns.map(({ kind }) => sameLevel(kind)),
  );
  columns.forEach((column, field) => setSame(shares, field, column));
  return shares;
}

/** Puts the exact chance that two values are the same in place of the sampled one. */
function setSame(shares: LevelTable, field: number, column: Column): void {
  const same = sameLevel(column.kind);
  const start = field * MOST_LEVELS;
  const exact = chanceOfSame(column);
  const sampled = shares[start + same] ?? 0;
  const rest = sampled === 1 ? 0 : (1 - exact) / (1 - sampled);
  for (let level = 1; level < same; level++) {
    shares[start + level] = (shares[start + level] ?? 0) * rest;
  }
  shares[start + same] = exact;
}

/** Without the chance to draw one record twice. */
function chanceOfSame({ values, shares }: Column): number {
  let known = 0;
  for (const value of values) if (value !== 0) known++;
  if (known < 2) return 0.5;
  let sum = 0;
  for (const share of shares) sum += share * (share * known - 1);
  return Math.max(sum / (known - 1), 0.5 / known ** 2);
}
