import { LEVELS, MOST_LEVELS, sameLevel, type Kind, type Role } from '../roles.ts';
import type { LevelTable } from './level-counts.ts';
import type { Overlap } from './overlaps.ts';

/**
 * What the weights of evidence are, for good: a version of it never changes, and the same two records have
 * the same weight under it whoever else is there.
 */
export interface MatchModel {
  readonly version: string;
  readonly fields: readonly FieldModel[];
  /** log2 of the odds that two records drawn at random are one person. */
  readonly priorWeight: number;
  readonly overlaps: readonly Overlap[];
}

export interface FieldModel {
  readonly name: string;
  readonly role: Role;
  readonly kind: Kind;
  /** By level: how often records of one person reach it (m); `[0]` is unused. */
  readonly m: readonly number[];
  /** By level: how often records of different people reach it (u). */
  readonly u: readonly number[];
  /** By level, in bits: log2(m/u); 0 for "no evidence". */
  readonly weights: readonly number[];
  /** Whether how rare a value is counts when both have it. */
  readonly countsRarity: boolean;
  /** How common the most common values are, and all others; without them all are as common as u says. */
  readonly shares?: Readonly<Record<string, number>>;
  readonly rareShare?: number;
}

/** Weights are whole multiples of this many bits, so that they add up without rounding in any order. */
export const GRAIN = 1024;

export function rounded(bits: number): number {
  return Math.round(bits * GRAIN) / GRAIN;
}

/** No single field may prove or disprove more than these. */
const MOST_BITS = 20;
const LEAST_BITS = -12;

interface Tables {
  readonly m: LevelTable;
  readonly u: LevelTable;
  readonly prior: number;
  readonly overlaps: readonly Overlap[];
}

export function makeModel(
  version: string,
  fields: readonly { readonly name: string; readonly role: Role; readonly kind: Kind }[],
  { m, u, prior, overlaps }: Tables,
): MatchModel {
  return {
    version,
    priorWeight: rounded(Math.log2(prior / (1 - prior))),
    overlaps: overlaps.map(({ fields: both, bits }) => ({ fields: both, bits: rounded(bits) })),
    fields: fields.map(({ name, role, kind }, field) => {
      const of = (table: LevelTable) =>
        Array.from({ length: sameLevel(kind) + 1 }, (_, level) =>
          level === 0 ? 0 : (table[field * MOST_LEVELS + level] ?? 0),
        );
      const [shares, chances] = [of(m), of(u)];
      const weights = risingWeights(shares, chances);
      return {
        name,
        role,
        kind,
        m: shares,
        u: chances,
        weights,
        countsRarity: kind !== 'category',
      };
    }),
  };
}

/**
 * log2(m/u) by level, made to rise: where a better level would weigh less than a worse one, both are seen as
 * one level. More agreement never speaks against a match.
 */
function risingWeights(m: readonly number[], u: readonly number[]): readonly number[] {
  const groups: { m: number; u: number; levels: number }[] = [];
  for (let level = 1; level < m.length; level++) {
    groups.push({ m: m[level] ?? 0, u: u[level] ?? 0, levels: 1 });
    for (;;) {
      const last = groups.at(-1);
      const before = groups.at(-2);
      if (last === undefined || before === undefined || evidenceBits(before) <= evidenceBits(last))
        break;
      groups.splice(-2, 2, {
        m: before.m + last.m,
        u: before.u + last.u,
        levels: before.levels + last.levels,
      });
    }
  }
  return [
    0,
    ...groups.flatMap((group) => Array<number>(group.levels).fill(rounded(evidenceBits(group)))),
  ];
}

/** log2(m/u), within what one field may say. */
export function evidenceBits({ m, u }: { readonly m: number; readonly u: number }): number {
  return Math.max(
    LEAST_BITS,
    Math.min(MOST_BITS, Math.log2(Math.max(m, 1e-9) / Math.max(u, 1e-12))),
  );
}

/** The name of a level, e.g. `one edit`. */
export function levelName(kind: Kind, level: number): string {
  return level === 0 ? 'unknown' : (LEVELS[kind][level - 1] ?? 'unknown');
}
