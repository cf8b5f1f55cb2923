import { grouped } from '../chargeback/grouped.ts';

/** Work of one kind in one division: how often, and how long it took where that is known. */
export interface WorkCount {
  /** Null: of no case. */
  readonly caseType: string | null;
  readonly channel: string;
  readonly division: string;
  readonly volume: number;
  /** How many of them have a handling time. */
  readonly timed: number;
  readonly seconds: number;
  /** The sum of their squares. */
  readonly squares: number;
}

/** A kind of work, and what speaks for automating it. */
export interface AutomationCandidate {
  readonly caseType: string | null;
  readonly channel: string;
  readonly divisions: number;
  readonly volume: number;
  /** Of the work whose time is known. */
  readonly handlingMinutes: number;
  /** Null when no time is known. */
  readonly meanSeconds: number | null;
  /** Standard deviation by mean: 0 is work that always takes the same. */
  readonly variation: number | null;
  /** The part of the spread that is not between divisions: 1 is work that takes every division the same. */
  readonly homogeneity: number | null;
  /** Handling minutes, fewer the more the work varies and the more divisions differ. */
  readonly score: number;
}

/** Kinds of work by what automating them would save, the most promising first. */
export function rankWork(counts: readonly WorkCount[]): readonly AutomationCandidate[] {
  const kinds = grouped(counts, ({ caseType, channel }) => JSON.stringify([caseType, channel]));
  return [...kinds.values()]
    .map(candidateOf)
    .sort(
      (one, other) => other.score - one.score || other.volume - one.volume || byName(one, other),
    );
}

function candidateOf(counts: readonly WorkCount[]): AutomationCandidate {
  const [first] = counts;
  const handlingMinutes = sumOf(counts, ({ seconds }) => seconds) / 60;
  const { meanSeconds, variation, homogeneity } = timesOf(counts);
  return Object.freeze({
    caseType: first?.caseType ?? null,
    channel: first?.channel ?? '',
    divisions: counts.length,
    volume: sumOf(counts, ({ volume }) => volume),
    handlingMinutes,
    meanSeconds,
    variation,
    homogeneity,
    score: (handlingMinutes * (homogeneity ?? 0)) / (1 + (variation ?? 0)),
  });
}

type Times = Pick<AutomationCandidate, 'meanSeconds' | 'variation' | 'homogeneity'>;

function timesOf(counts: readonly WorkCount[]): Times {
  const n = sumOf(counts, ({ timed }) => timed);
  if (n === 0) return { meanSeconds: null, variation: null, homogeneity: null };
  const squares = sumOf(counts, (count) => count.squares);
  const mean = sumOf(counts, ({ seconds }) => seconds) / n;
  const spread = squares - n * mean ** 2;
  // Where all took the same, floating point leaves a hair, of either sign.
  if (spread <= squares * HAIR) return { meanSeconds: mean, variation: 0, homogeneity: 1 };
  const between = sumOf(counts, ({ timed, seconds }) =>
    timed === 0 ? 0 : timed * (seconds / timed - mean) ** 2,
  );
  const variation = Math.sqrt(spread / (n - 1)) / mean;
  return { meanSeconds: mean, variation, homogeneity: Math.max(1 - between / spread, 0) };
}

const HAIR = 1e-12;

function sumOf(counts: readonly WorkCount[], of: (count: WorkCount) => number): number {
  return counts.reduce((sum, count) => sum + of(count), 0);
}

function byName(one: AutomationCandidate, other: AutomationCandidate): number {
  const [left, right] = [one, other].map(
    ({ caseType, channel }) => `${caseType ?? '~'} ${channel}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
