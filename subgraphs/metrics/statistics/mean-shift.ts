import type { Interval } from '../model.ts';
import { meanOfNumbers, varianceOf } from './moments.ts';
import { studentDeviate } from './student-t.ts';

export interface MeanShift {
  readonly value: number;
  /** Null where a side has fewer than two observations. */
  readonly confidenceInterval: Interval | null;
  /** Of neighbours in time, 0 to 0.9; negative ones count as 0, which is the careful side. */
  readonly autocorrelation: number;
}

/**
 * How far the mean of a series moved from one stretch of time to the next, with its 95 % interval: Welch's, in which
 * the stretches may spread differently. Where neighbours in time are alike there is less to learn from each, so
 * variances are raised by (1 + r) / (1 - r), r the correlation of neighbours, and degrees of freedom lowered
 * by as much. Null when a stretch is empty.
 */
export function meanShift(before: readonly number[], after: readonly number[]): MeanShift | null {
  if (before.length === 0 || after.length === 0) return null;
  const value = meanOfNumbers(after) - meanOfNumbers(before);
  if (before.length < 2 || after.length < 2) {
    return Object.freeze({ value, confidenceInterval: null, autocorrelation: 0 });
  }
  const autocorrelation = neighbourCorrelation([before, after]);
  const inflation = (1 + autocorrelation) / (1 - autocorrelation);
  const parts = [before, after].map((side) => ({
    variance: varianceOf(side) / side.length,
    freedom: side.length - 1,
  }));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const weight = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  // Without any spread there is nothing to be unsure of, as far as the series can tell.
  const freedom = weight === 0 ? 1 : Math.max(variance ** 2 / weight / inflation, 1);
  const margin = studentDeviate(freedom) * Math.sqrt(variance * inflation);
  const confidenceInterval = { low: value - margin, high: value + margin, level: 0.95 };
  return Object.freeze({ value, confidenceInterval, autocorrelation });
}

function neighbourCorrelation(stretches: readonly (readonly number[])[]): number {
  let [together, alone] = [0, 0];
  for (const stretch of stretches) {
    const mean = meanOfNumbers(stretch);
    const away = stretch.map((value) => value - mean);
    alone += away.reduce((sum, value) => sum + value * value, 0);
    together += away.slice(1).reduce((sum, value, place) => sum + value * (away[place] ?? 0), 0);
  }
  return alone === 0 ? 0 : Math.min(Math.max(together / alone, 0), HIGHEST);
}

/** A short series can look so alike that nothing would be left of it. */
const HIGHEST = 0.9;
