import type { Interval } from '../model.ts';

/** A value and the 95 % interval round it, which need not be even. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * The 95 % interval of `after` less `before`, two independent estimates, from their own intervals: Newcombe's
 * square-and-add method, which keeps the uneven intervals of shares and rates.
 */
export function intervalOfDifference(before: Estimate, after: Estimate): Interval {
  const difference = after.value - before.value;
  const below = Math.hypot(after.value - after.interval.low, before.interval.high - before.value);
  const above = Math.hypot(after.interval.high - after.value, before.value - before.interval.low);
  return Object.freeze({ low: difference - below, high: difference + above, level: 0.95 });
}
