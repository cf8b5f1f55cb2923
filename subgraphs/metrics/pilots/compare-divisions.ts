import { lineSlope, type Slope } from '../statistics/line-slope.ts';
import { meanShift, type MeanShift } from '../statistics/mean-shift.ts';
import { meanOfNumbers } from '../statistics/moments.ts';

/** A KPI's values in one week, by division. */
export type WeekValues = ReadonlyMap<string, number>;

/** A division that the center serves, and its weeks: negative ones before it went live, from 0 after. */
export interface ServedDivision {
  readonly division: string;
  readonly weeks: ReadonlyMap<number, WeekValues>;
}

export interface ComparedWeek {
  readonly week: number;
  readonly phase: 'BEFORE' | 'AFTER';
  /** Means over divisions, each counting once. */
  readonly served: number;
  readonly others: number;
  readonly difference: number;
}

export interface Comparison {
  readonly weeks: readonly ComparedWeek[];
  /** How much more the served divisions moved than the others did. Null when one side has no weeks. */
  readonly effect: MeanShift | null;
  /** A week's drift of the difference while nobody was served; null for fewer than three weeks. */
  readonly preTrend: Slope | null;
}

/**
 * Difference in differences. Each served division is compared, in the weeks round its own start, with the mean of the
 * others in the same weeks; weeks in which either has no value are left out. The interval is that of a shift
 * in the weekly differences, see `meanShift`.
 */
export function compareDivisions(
  served: readonly ServedDivision[],
  others: readonly string[],
): Comparison {
  const numbers = new Set(served.flatMap(({ weeks }) => [...weeks.keys()]));
  const weeks = [...numbers]
    .sort((one, other) => one - other)
    .flatMap((week) => compareWeek(week, served, others) ?? []);
  const differences = (phase: ComparedWeek['phase']) =>
    weeks.filter((one) => one.phase === phase).map(({ difference }) => difference);
  const before = weeks.filter(({ phase }) => phase === 'BEFORE');
  return Object.freeze({
    weeks,
    effect: meanShift(differences('BEFORE'), differences('AFTER')),
    preTrend: lineSlope(before.map(({ week, difference }) => [week, difference])),
  });
}

function compareWeek(
  week: number,
  served: readonly ServedDivision[],
  others: readonly string[],
): ComparedWeek | null {
  const pairs = served.flatMap(({ division, weeks }) => {
    const values = weeks.get(week);
    const own = values?.get(division);
    const theirs = others.flatMap((other) => values?.get(other) ?? []);
    return own === undefined || theirs.length === 0 ? [] : [[own, meanOfNumbers(theirs)] as const];
  });
  if (pairs.length === 0) return null;
  const [mine, theirs] = [
    meanOfNumbers(pairs.map(([own]) => own)),
    meanOfNumbers(pairs.map(([, other]) => other)),
  ];
  const phase = week < 0 ? 'BEFORE' : 'AFTER';
  return { week, phase, served: mine, others: theirs, difference: mine - theirs };
}
